/** Entry of widget.js: `<script src="https://…/widget.js" async></script>` puts the bubble on any page. */

import { LaidianChat } from './chat';

function mount(): void {
  // The full-page chat brings its own element; a script that is included twice must not bring a second bubble.
  if (!document.querySelector('laidian-chat')) document.body.append(new LaidianChat());
}

if (document.body && document.readyState !== 'loading') mount();
else document.addEventListener('DOMContentLoaded', mount);
