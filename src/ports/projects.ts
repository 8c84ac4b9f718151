import type { Place } from "../chat/intent.ts";
import type { Portfolio, Programme, Project } from "../core/portfolio.ts";
import type { Scale } from "../core/rag.ts";
import type { LocalDate } from "../core/time.ts";

/** A channel on a platform. */
export type Channel = Pick<Place, "platform" | "workspace" | "channel" | "name" | "shared">;

/** A project by itself: who stands behind it is not read. */
export type Member = Omit<Project, "pm" | "sponsor" | "contact" | "manager" | "pmSince">;

export interface Projects {
  portfolios(): Promise<readonly Portfolio[]>;
  portfolio(idOrKey: string): Promise<Portfolio | undefined>;
  savePortfolio(portfolio: Portfolio): Promise<void>;
  /** The scale in force on a date. */
  scaleOn(portfolio: string, date: LocalDate): Promise<Scale>;
  setScale(portfolio: string, scale: Scale, from: LocalDate): Promise<void>;
  programmes(portfolio?: string): Promise<readonly Programme[]>;
  saveProgramme(programme: Programme): Promise<void>;

  /** `line` (pm, sponsor, contact, manager) is as assigned on `date`. */
  get(id: string, date: LocalDate): Promise<Project | undefined>;
  byKey(key: string, date: LocalDate): Promise<Project | undefined>;
  byForeignId(id: string, date: LocalDate): Promise<Project | undefined>;
  /** Everything that is a member of some portfolio on `date`, closed projects included. */
  all(date: LocalDate): Promise<readonly Project[]>;
  keys(): Promise<readonly string[]>;
  /** Adds or changes the project itself. Its line is assigned by `People.assign`, its membership by `join`. */
  save(project: Project): Promise<void>;
  remove(id: string): Promise<void>;
  /** Member of the portfolio (and programme) from a date on; ends what it was a member of before. */
  join(project: string, portfolio: string, programme: string | undefined, from: LocalDate): Promise<void>;
  leave(project: string, on: LocalDate): Promise<void>;
  /** Members of a portfolio on a date: project ids. */
  members(portfolio: string, date: LocalDate): Promise<readonly string[]>;
  /** The members themselves on each of two days, by key, in one reading. */
  membersOn(
    portfolio: string,
    now: LocalDate,
    before: LocalDate,
  ): Promise<{ readonly now: readonly Member[]; readonly before: readonly Member[] }>;

  /** What a channel is the home of, and whether another organisation reads it, where that is known. */
  at(channel: Channel): Promise<{ readonly project?: string; readonly portfolio?: string; readonly shared?: boolean } | undefined>;
  /** Keeps what a channel is called now, wherever it is known. */
  rename(channel: Channel & { readonly name: string }): Promise<void>;
  /** Keeps whether another organisation reads a channel, be it anybody's home or not. */
  noteShared(channel: Channel, shared: boolean): Promise<void>;
  link(channel: Channel, to: { readonly project?: string; readonly portfolio?: string }): Promise<void>;
  unlink(channel: Channel): Promise<void>;
  channels(of: { readonly project?: string; readonly portfolio?: string }): Promise<readonly Channel[]>;
}
