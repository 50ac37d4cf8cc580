// Bundles an app for React Native by Metro, with React Native's own configuration. Metro wants a newer Node than the tests: it runs by
// itself, with the folder of the project and the entry as arguments.
const { join } = require('node:path');
const { getDefaultConfig, mergeConfig } = require('@react-native/metro-config');
const Metro = require('metro');

const [folder, entry, out] = process.argv.slice(2);
const config = mergeConfig(getDefaultConfig(folder), {
  projectRoot: folder,
  watchFolders: [folder, join(__dirname, 'node_modules')],
  resolver: { nodeModulesPaths: [join(folder, 'node_modules'), join(__dirname, 'node_modules')] },
  // React Native's own start is not there: the platform is the test's.
  serializer: { getModulesRunBeforeMainModule: () => [], getPolyfills: () => [] },
  transformer: { babelTransformerPath: require.resolve('@react-native/metro-babel-transformer') },
  reporter: { update: ({ type, error }) => error && console.error(type, error) },
  cacheStores: [],
  maxWorkers: 1,
});
Metro.runBuild(config, { entry, out, platform: 'android', dev: false, minify: true }).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
