import { z } from "zod";

const id = z.string().min(1).optional().catch(undefined);
const owner = z
  .object({
    view: z.object({ app_installed_team_id: id }).optional().catch(undefined),
    authorizations: z
      .array(z.object({ team_id: id }))
      .optional()
      .catch(undefined),
    team: z.object({ id }).optional().catch(undefined),
    team_id: id,
    user: z.object({ team_id: id }).optional().catch(undefined),
  })
  .catch({});

/**
 * Which workspace's app a payload is for; in a channel shared with others that need not be the workspace of whoever did
 * something. Events say it with their authorisation, forms with the view, all else with the team.
 */
export function teamOf(body: unknown): string | undefined {
  const { view, authorizations, team, team_id, user } = owner.parse(body);
  return view?.app_installed_team_id ?? authorizations?.[0]?.team_id ?? team?.id ?? team_id ?? user?.team_id;
}
