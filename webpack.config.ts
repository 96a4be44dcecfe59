import CopyWebpackPlugin from 'copy-webpack-plugin';
import path from 'path';
import TerserPlugin from 'terser-webpack-plugin';
import type { Configuration, RuleSetRule } from 'webpack';
import scaffold, { type Env } from './.config/webpack/webpack.config';

/**
 * The scaffold's compiler setting leaves JSX as `React.createElement`, for files that import React by name; ours do
 * not. A second loader that runs before it turns JSX into calls of `react/jsx-runtime`, which Grafana shares.
 */
const automaticJsx: RuleSetRule = {
  test: /\.tsx$/,
  exclude: /node_modules/,
  enforce: 'pre',
  use: {
    loader: 'swc-loader',
    options: {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic' } },
      },
    },
  },
};

const config = async (env: Env): Promise<Configuration> => {
  const base = await scaffold(env);
  return {
    ...base,
    // Of this checkout alone: where node_modules is shared, copied files of another one would be taken for unchanged.
    cache:
      typeof base.cache === 'object'
        ? { ...base.cache, cacheDirectory: path.resolve(__dirname, 'build/webpack') }
        : base.cache,
    module: { ...base.module, rules: [...(base.module?.rules ?? []), automaticJsx] },
    entry: { module: path.resolve(__dirname, 'src/module.tsx') },
    plugins: [
      ...(base.plugins ?? []),
      // The scaffold copies the logos and screenshots alone; these are the pictures in the bundled guides.
      new CopyWebpackPlugin({ patterns: [{ from: 'img/guides', to: 'img/guides' }] }),
    ],
    // Webpack's own hints weigh files before gzip. scripts/bundle-sizes.ts ends the build where module.js is too big.
    performance: { hints: false },
    externals: [...(Array.isArray(base.externals) ? base.externals : []), 'react-dom/client'],
    optimization: {
      ...base.optimization,
      minimizer: [
        // The scaffold's minimizer drops console.log: the plugin's one logger, off unless asked for, needs it.
        new TerserPlugin({
          terserOptions: {
            format: {
              comments: (_: unknown, { type, value }: { type: string; value: string }) =>
                type === 'comment2' && value.trim().startsWith('[create-plugin]'),
            },
          },
        }),
      ],
    },
  };
};

export default config;
