import { useEffect, useState } from 'react';
import { locationUtil } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { Card, LinkButton, LoadingPlaceholder, Tag } from '@grafana/ui';
import type { DataSourceRecord } from '../../demo/dataSources';
import { Page } from '../shell/Page';
import { listDataSources } from './client';

/** `/connections/datasources`: the data sources that are there. */
export function DataSourcesPage() {
  const [records, setRecords] = useState<DataSourceRecord[] | null>(null);
  useEffect(() => {
    let wanted = true;
    void listDataSources().then((all) => wanted && setRecords(all));
    return () => {
      wanted = false;
    };
  }, []);
  return (
    <Page
      navId="connections-datasources"
      actions={
        <LinkButton
          icon="plus"
          href={locationUtil.assureBaseUrl('/connections/datasources/new')}
          data-testid={selectors.pages.DataSources.dataSourceAddButton}
        >
          Add new data source
        </LinkButton>
      }
    >
      {records === null ? (
        <LoadingPlaceholder text="Loading..." />
      ) : (
        records.map(({ uid, name, type, url, isDefault }) => (
          <Card
            key={uid}
            href={locationUtil.assureBaseUrl(`/connections/datasources/edit/${uid}`)}
            data-testid={selectors.pages.DataSources.dataSources(name)}
          >
            <Card.Heading>{name}</Card.Heading>
            <Card.Meta>
              {[
                type,
                ...(url ? [url] : []),
                ...(isDefault ? [<Tag key="default" name="default" colorIndex={1} />] : []),
              ]}
            </Card.Meta>
          </Card>
        ))
      )}
    </Page>
  );
}
