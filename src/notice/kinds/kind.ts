import type { Action, ReplyButton } from '../../command/index.ts';
import type { Template } from '../../template/index.ts';
import type { RecipientsKind } from '../audience/recipients.ts';
import type { Composition, Step } from '../conversation/composition.ts';

/** What stands between a composition and its preview. */
export type Obstacle =
  | { readonly kind: 'refusal'; readonly text: string }
  | {
      readonly kind: 'question';
      readonly step: Step;
      readonly text: string;
      readonly options: readonly ReplyButton[];
      readonly acceptsText: boolean;
    };

/** An answer to one of the kind's own questions, as the person gave it. */
export interface GivenAnswer {
  readonly optionKey: string | null;
  readonly text: string;
  /** The line as typed; equal to the label when a button was pressed. */
  readonly line: string;
}

/** The rules of one kind of notice; pure. Most are read from its meta.json (`plain.ts`). */
export interface KindRules {
  /** What the permission table must allow for a notice to single families. */
  readonly action: Action;
  /** Must a student be named? */
  readonly needsStudent: boolean;
  /** Where it goes when the line does not say. */
  readonly defaultAudience: RecipientsKind | null;
  /** Does it ignore quiet hours? */
  readonly isUrgent: boolean;
  /** Does it wait for the evening, when the sender says nothing? Never an urgent one. */
  readonly isLow: boolean;
  /** The first obstacle before the fields are asked for. */
  findObstacle(composition: Composition, template: Template | undefined, today: string): Obstacle | undefined;
  /** The first obstacle after all required fields are there. */
  findLateObstacle(composition: Composition, template: Template | undefined): Obstacle | undefined;
  /** Takes the answer to a step of its own; undefined = not understood, ask again. */
  takeAnswer(composition: Composition, step: Step, answer: GivenAnswer): Composition | undefined;
  /** Makes a field's words fit the sentence in which the template puts them. */
  tidyField(name: string, value: string): string;
}
