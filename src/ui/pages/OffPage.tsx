import { PluginPage } from '@grafana/runtime';
import { Box, TextLink } from '@grafana/ui';
import { ErrorNotice } from '../ErrorNotice';
import { CONFIG_PATH } from '../identity';
import { mayConfigure } from '../mayConfigure';

/** What every page of the app says while an administrator has it switched off. */
export function OffPage() {
  return (
    <PluginPage>
      <Box maxWidth={80}>
        <ErrorNotice
          reason="switched-off"
          severity="info"
          action={
            mayConfigure() && (
              <TextLink href={CONFIG_PATH} inline={false}>
                Open the configuration
              </TextLink>
            )
          }
        />
      </Box>
    </PluginPage>
  );
}
