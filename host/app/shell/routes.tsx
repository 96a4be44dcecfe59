import type { ReactElement } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom-v5-compat';
import { config } from '@grafana/runtime';
import { ProfilePage } from '../account/ProfilePage';
import { UsersPage } from '../admin/UsersPage';
import { AlertRulesPage } from '../alerting/AlertRulesPage';
import { NewAlertRulePage } from '../alerting/NewAlertRulePage';
import { AddDataSourcePage } from '../connections/AddDataSourcePage';
import { DataSourcesPage } from '../connections/DataSourcesPage';
import { EditDataSourcePage } from '../connections/EditDataSourcePage';
import { ControlsPage } from '../controls/ControlsPage';
import { ExplorePage } from '../explore/ExplorePage';
import { AccessDeniedPage } from '../pages/AccessDeniedPage';
import { DashboardPage } from '../dashboards/DashboardPage';
import { DashboardsPage } from '../dashboards/DashboardsPage';
import { HomePage } from '../pages/HomePage';
import { LandingPage } from '../pages/LandingPage';
import { NotFoundPage } from '../pages/NotFoundPage';
import { PluginsPage } from '../pages/PluginsPage';
import { AppPluginPage } from '../plugins/AppPluginPage';
import { PluginConfigPage } from '../plugins/PluginConfigPage';

/** `page` for people with `permission`, else the page that says so. */
const allow = (permission: string, page: ReactElement) =>
  config.bootData.user.permissions?.[permission] ? page : <AccessDeniedPage permission={permission} />;

export function AppRoutes() {
  return (
    <Routes>
      <Route path="/" element={<HomePage />} />
      <Route path="/dashboards" element={<DashboardsPage />} />
      <Route path="/d/:uid" element={<DashboardPage />} />
      <Route path="/d/:uid/:slug" element={<DashboardPage />} />
      <Route path="/explore" element={allow('datasources:explore', <ExplorePage />)} />
      <Route path="/alerting" element={<LandingPage navId="alerting" />} />
      <Route path="/alerting/list" element={<AlertRulesPage />} />
      <Route path="/alerting/new" element={<Navigate to="/alerting/new/alerting" replace />} />
      <Route path="/alerting/new/alerting" element={allow('alert.rules:create', <NewAlertRulePage />)} />
      <Route path="/connections" element={allow('datasources:create', <LandingPage navId="connections" />)} />
      <Route
        path="/connections/add-new-connection"
        element={allow('datasources:create', <AddDataSourcePage navId="connections-add-new-connection" />)}
      />
      <Route path="/connections/datasources" element={allow('datasources:read', <DataSourcesPage />)} />
      <Route
        path="/connections/datasources/new"
        element={allow('datasources:create', <AddDataSourcePage navId="connections-datasources" />)}
      />
      <Route path="/connections/datasources/edit/:uid" element={allow('datasources:write', <EditDataSourcePage />)} />
      <Route path="/demo" element={<LandingPage navId="demo" />} />
      <Route path="/demo/controls" element={<ControlsPage />} />
      <Route path="/demo/controls/:tab" element={<ControlsPage />} />
      <Route path="/apps" element={<LandingPage navId="apps" />} />
      <Route path="/admin" element={allow('plugins:write', <LandingPage navId="cfg" />)} />
      <Route path="/admin/plugins" element={allow('plugins:write', <LandingPage navId="cfg/plugins" />)} />
      <Route path="/admin/access" element={allow('users:read', <LandingPage navId="cfg/access" />)} />
      <Route path="/admin/users" element={allow('users:read', <UsersPage />)} />
      <Route path="/profile" element={<ProfilePage />} />
      <Route path="/plugins" element={allow('plugins:write', <PluginsPage />)} />
      <Route path="/plugins/:pluginId" element={allow('plugins:write', <PluginConfigPage />)} />
      <Route path="/a/:pluginId/*" element={<AppPluginPage />} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}
