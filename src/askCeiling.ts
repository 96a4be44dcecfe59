/** What Grafana says now of how much follow mode may do. */
import { getBackendSrv, isFetchError } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { z } from 'zod';
import type { FollowPolicy } from './protocol/messages';
import { parseSettings } from './ui/config/settings';
import { PLUGIN_ID } from './ui/identity';

const answerSchema = z.object({ enabled: z.boolean(), jsonData: z.unknown() });

/** `off` also where the plugin is disabled, gone or no longer this person's. Rejects where Grafana does not say. */
export async function askCeiling(): Promise<FollowPolicy> {
  try {
    const answer = await lastValueFrom(
      getBackendSrv().fetch<unknown>({ url: `/api/plugins/${PLUGIN_ID}/settings`, showErrorAlert: false })
    );
    const { enabled, jsonData } = answerSchema.parse(answer.data);
    return enabled ? parseSettings(jsonData).followCeiling : 'off';
  } catch (error) {
    if (isFetchError(error) && (error.status === 403 || error.status === 404)) {
      return 'off';
    }
    throw error;
  }
}
