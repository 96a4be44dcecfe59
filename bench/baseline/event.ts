/** What the baseline sends: a plain object, numbered by its step. */
export interface BaselineEvent {
  type: string;
  step: { guideId: string; stepId: string; stepHash: string };
}
