/** Bounds of a guide file. Depth is the guide format's own; the counts are a multiple of the largest guides known. */
export const GUIDE_LIMITS = {
  /** Bytes of the guide as JSON. */
  bytes: 512 * 1024,
  /** Containers within containers. */
  depth: 5,
  /** Arrays and objects within each other, whatever they mean. */
  jsonDepth: 40,
  blocks: 1000,
  /** Steps, inner ones and both branches of conditionals included. */
  steps: 500,
  /** Characters of one Markdown text. */
  textLength: 20_000,
  /** Characters of a title, a label or a placeholder. */
  labelLength: 500,
  /** Characters of a target. */
  selectorLength: 2_000,
  /** Characters that a step may fill in. */
  valueLength: 10_000,
  /** Characters of code or of a command. */
  codeLength: 50_000,
  /** Characters of a regular expression. */
  patternLength: 500,
  /** Characters of an address. */
  urlLength: 2_000,
  /** Conditions in one list. */
  conditions: 50,
  conditionLength: 500,
  /** Choices of a quiz; hints of a challenge; screens of a decision tree, and what one screen offers. */
  choices: 50,
  screens: 200,
  /** Milliseconds that one guided step may take. */
  stepTimeout: 3_600_000,
  /** Seconds into a video. */
  videoSeconds: 24 * 3600,
  /** Characters of a query that checks for data; the guide format's own. */
  dataCheckQuery: 2_000,
} as const;
