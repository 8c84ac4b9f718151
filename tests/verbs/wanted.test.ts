import { describe, expect, test } from "vitest";
import { action } from "../../src/records/action.ts";
import { records } from "../../src/records/index.ts";
import { issue } from "../../src/records/issue.ts";
import { risk } from "../../src/records/risk.ts";
import { wantedBy } from "../../src/verbs/wanted.ts";

const unsettled = { label: "open", keys: ["open", "mitigating", "accepted"] };
const materialised = { label: "materialised", keys: ["materialised"] };

describe("what narrows a list", () => {
  test.each([
    ["open", { states: unsettled }],
    ["state:open", { states: unsettled }],
    ["State: Open", { states: unsettled }],
    ["is:open", { states: unsettled }],
    ["vendor status:open", { states: unsettled, text: "vendor" }],
    ["vendor open", { states: unsettled, text: "vendor" }],
    ["materialised vendor", { states: materialised, text: "vendor" }],
    ["vendor state:materialised late UAT", { states: materialised, overdue: true, text: "vendor UAT" }],
    ["state:mat", { states: materialised }],
    ["state:closed", { states: { label: "closed", keys: ["closed"] } }],
    ["state:accepted until vendor", { states: { label: "accepted until", keys: ["accepted"] }, text: "vendor" }],
    ['state:"accepted until" vendor', { states: { label: "accepted until", keys: ["accepted"] }, text: "vendor" }],
    ["state:accepted-until", { states: { label: "accepted until", keys: ["accepted"] } }],
    ["state:overdue is:mine status:all", { overdue: true, mine: true, all: true }],
    ["owner:<@U1>", { owner: "<@U1>" }],
    ["owner: <@U1|ben o> x", { owner: "<@U1|ben o>", text: "x" }],
    ['assignee:"Ben Okafor", x', { owner: "Ben Okafor", text: ", x" }],
    ["<@U1>", { owner: "<@U1>" }],
    ["#apollo", { project: "APOLLO" }],
    ["project:#APOLLO project:apollo", { project: "APOLLO" }],
    ["my everything", { mine: true, all: true }],
    ["road closed", { text: "road closed" }],
    ['"state:open" closes', { text: "closes state:open" }],
    ['"closed road"', { text: "closed road" }],
    ["ISO:27001 http://a.b/c 10:30 Re: x", { text: "ISO:27001 http://a.b/c 10:30 Re: x" }],
    ['5" pipe and "unclosed', { text: '5" pipe and "unclosed' }],
    ["", {}],
  ])("%s", (words, wanted) => {
    expect(wantedBy(risk, words)).toEqual({ text: "", ...wanted });
  });

  test("a state by the names of each register, and closed where none is called so", () => {
    expect(wantedBy(issue, "state:in progress printer")).toMatchObject({ states: { keys: ["working"] }, text: "printer" });
    expect(wantedBy(issue, "status:waiting").states?.keys).toEqual(["waiting"]);
    for (const words of ["closed", "state:closed"]) expect(wantedBy(action, words).states?.keys).toEqual(["done", "dropped"]);
    for (const type of records)
      for (const [key, { label }] of Object.entries(type.states).filter(([each]) => each !== "open"))
        for (const said of [
          key,
          label,
          `state:${key}`,
          `state:${label}`,
          `state:"${label}"`,
          `is:${label.toLowerCase().replaceAll(" ", "-")}`,
        ])
          expect(wantedBy(type, `${said} vendor`), said).toMatchObject({
            states: { keys: [key] },
            text: expect.stringContaining("vendor"),
          });
  });

  test("the owner by what each register calls them", () => {
    for (const type of records) expect(wantedBy(type, `${type.fields[type.owner ?? ""]?.token}<@U1>`).owner).toBe("<@U1>");
  });

  test.each([
    ["stat:open", "There is no filter stat:. Did you mean state:?"],
    ["onwer:<@U1>", "Did you mean owner:?"],
    ["Proejct:APOLLO", "Did you mean project:?"],
    ["state:closd", "There is no state closd. Did you mean Closed? The states are Open, Mitigating,"],
    ["state:open,closed", "There is no state open,closed."],
    ["state:open state:closed", "A list is of one state"],
    ["category:legal", "Risks are not listed by category:, but by state:, owner:, project: or any words."],
    ["p:4", "Risks are not listed by p:"],
    ["#APOLLO #VEGA", "A list is of one project: APOLLO or VEGA?"],
    ["owner:<@U1> owner:<@U2>", "A list is of one owner"],
  ])("%s is asked about", (words, wrong) => {
    expect(wantedBy(risk, words).wrong).toContain(wrong);
  });
});
