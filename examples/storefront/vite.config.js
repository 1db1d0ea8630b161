import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

// The worker keeps all that the build writes, so that the shop opens without a network; a new one takes over at once. Assets of
// releases before it are thrown away then: tabs that are open get theirs from CloudFront.
export default defineConfig({
  plugins: [
    VitePWA({
      registerType: 'autoUpdate',
      manifest: {
        name: 'The Shelf',
        short_name: 'The Shelf',
        description: 'Old books at new prices',
        theme_color: '#4a3728',
        background_color: '#ffffff',
        icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
      },
    }),
  ],
});
