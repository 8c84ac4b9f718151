import { always, choice, line, person } from "../../src/core/questions.ts";
import { type RecordType, runs, takesPart } from "../../src/core/record-type.ts";

/** A register that the product does not have: no due date, no source, a title of another name, states of its own. */
export const lesson: RecordType = {
  key: "lesson",
  prefix: "L",
  names: { one: "lesson", many: "lessons" },
  about: "Something that others should know",
  fields: {
    what: line("What we learned", 120, { required: always }),
    teacher: person("Told by"),
    area: choice("Area", { people: "People", tools: "Tools" }, { token: "area:" }),
  },
  title: "what",
  owner: "teacher",
  columns: ["area"],
  states: {
    draft: { label: "Draft", next: ["shared", "dropped"] },
    shared: { label: "Shared", next: ["dropped"] },
    dropped: { label: "Dropped", next: ["draft"], final: true, reason: "Why does it not hold?" },
  },
  initial: "draft",
  who: {
    log: takesPart,
    show: [...takesPart, "viewer", "owner", "author"],
    edit: [...runs, "owner", "author"],
    move: runs,
    accept: runs,
    assign: runs,
    link: runs,
    undo: [...takesPart, "owner", "author"],
    export: runs,
  },
  links: [
    {
      kind: "from",
      to: "risk",
      label: "was taught by",
      reverse: "taught",
      raise: { button: "Watch for it", fill: ({ what }) => ({ title: what }) },
    },
  ],
};
