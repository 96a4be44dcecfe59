import path from 'path';
import TerserPlugin from 'terser-webpack-plugin';
import type { Configuration } from 'webpack';
import scaffold, { type Env } from './.config/webpack/webpack.config';

const config = async (env: Env): Promise<Configuration> => {
  const base = await scaffold(env);
  return {
    ...base,
    entry: { module: path.resolve(__dirname, 'src/module.tsx') },
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
