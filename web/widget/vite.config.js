import { defineConfig } from 'vite';

// One classic script, because `document.currentScript` tells the widget where its server is.
export default defineConfig({
  build: {
    lib: { entry: 'src/main.ts', formats: ['iife'], name: 'LaidianChat', fileName: () => 'widget.js' },
    outDir: '../../channels/web/static',
    emptyOutDir: false,
    target: 'es2019', // old phones are still about
  },
});
