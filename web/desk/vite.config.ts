import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// Fixed names, so that a rebuild changes files and does not add new ones; the server answers with entity tags.
export default defineConfig({
  base: '/desk/assets/',
  plugins: [vue()],
  build: {
    outDir: '../../desk/static',
    emptyOutDir: true,
    target: 'es2021',
    modulePreload: false,
    cssCodeSplit: false,
    rollupOptions: {
      output: { entryFileNames: 'desk.js', chunkFileNames: 'desk-[name].js', assetFileNames: 'desk[extname]' },
    },
  },
});
