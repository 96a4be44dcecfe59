import { Route, Routes } from 'react-router-dom-v5-compat';
import { HomePage } from '../pages/HomePage';
import { NotFoundPage } from '../pages/NotFoundPage';
import { AppPluginPage } from '../plugins/AppPluginPage';
import { PluginConfigPage } from '../plugins/PluginConfigPage';

export function AppRoutes() {
  return (
    <Routes>
      <Route path="/" element={<HomePage />} />
      <Route path="/a/:pluginId/*" element={<AppPluginPage />} />
      <Route path="/plugins/:pluginId" element={<PluginConfigPage />} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}
