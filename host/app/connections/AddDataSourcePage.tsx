import { css } from '@emotion/css';
import { useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { locationService } from '@grafana/runtime';
import { Card, EmptyState, FilterInput, useStyles2 } from '@grafana/ui';
import { DATA_SOURCE_TYPES, type DataSourceType } from '../../demo/dataSources';
import { Page } from '../shell/Page';
import { addDataSource } from './client';

interface AddDataSourcePageProps {
  /** The menu's item: "Add new connection" and "Data sources" both lead here. */
  navId: 'connections-add-new-connection' | 'connections-datasources';
}

/** Choose a type; choosing adds a data source and opens its settings. */
export function AddDataSourcePage({ navId }: AddDataSourcePageProps) {
  const styles = useStyles2(getStyles);
  const [words, setWords] = useState('');
  const found = DATA_SOURCE_TYPES.filter(({ name, description }) =>
    `${name} ${description}`.toLowerCase().includes(words.toLowerCase())
  );
  const choose = async (type: DataSourceType) => {
    const { uid } = await addDataSource(type);
    locationService.push(`/connections/datasources/edit/${uid}`);
  };
  const categories = [...new Set(found.map(({ category }) => category))];
  return (
    <Page
      navId={navId}
      below={
        navId === 'connections-datasources' ? [{ text: 'Add data source', href: '/connections/datasources/new' }] : []
      }
      subTitle="Choose a data source type"
    >
      <div className={styles.search}>
        <FilterInput
          value={words}
          onChange={setWords}
          placeholder="Filter by name or type"
          data-testid={selectors.pages.AddDataSource.searchInput}
        />
      </div>
      {found.length === 0 && <EmptyState variant="not-found" message="No data source types found" />}
      {categories.map((category) => (
        <section key={category} className={styles.category}>
          <h3>{category}</h3>
          {found
            .filter((type) => type.category === category)
            .map((type) => (
              <Card
                key={type.id}
                onClick={() => void choose(type)}
                aria-label={`Add new data source ${type.name}`}
                data-testid={selectors.pages.AddDataSource.dataSourcePluginsV2(type.name)}
              >
                <Card.Heading>{type.name}</Card.Heading>
                <Card.Description>{type.description}</Card.Description>
              </Card>
            ))}
        </section>
      ))}
    </Page>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  search: css({ maxWidth: 440, marginBottom: theme.spacing(3) }),
  category: css({ marginBottom: theme.spacing(3) }),
});
