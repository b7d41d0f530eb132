(function(){"use strict";const W=globalThis,X=W.ShadowRoot&&(W.ShadyCSS===void 0||W.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,tt=Symbol(),pt=new WeakMap;let ut=class{constructor(t,i,s){if(this._$cssResult$=!0,s!==tt)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=i}get styleSheet(){let t=this.o;const i=this.t;if(X&&t===void 0){const s=i!==void 0&&i.length===1;s&&(t=pt.get(i)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),s&&pt.set(i,t))}return t}toString(){return this.cssText}};const qt=e=>new ut(typeof e=="string"?e:e+"",void 0,tt),K=(e,...t)=>{const i=e.length===1?e[0]:t.reduce((s,n,r)=>s+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(n)+e[r+1],e[0]);return new ut(i,e,tt)},Vt=(e,t)=>{if(X)e.adoptedStyleSheets=t.map(i=>i instanceof CSSStyleSheet?i:i.styleSheet);else for(const i of t){const s=document.createElement("style"),n=W.litNonce;n!==void 0&&s.setAttribute("nonce",n),s.textContent=i.cssText,e.appendChild(s)}},ft=X?e=>e:e=>e instanceof CSSStyleSheet?(t=>{let i="";for(const s of t.cssRules)i+=s.cssText;return qt(i)})(e):e;const{is:Wt,defineProperty:Kt,getOwnPropertyDescriptor:Zt,getOwnPropertyNames:Ft,getOwnPropertySymbols:Gt,getPrototypeOf:Jt}=Object,Z=globalThis,gt=Z.trustedTypes,Yt=gt?gt.emptyScript:"",Qt=Z.reactiveElementPolyfillSupport,z=(e,t)=>e,F={toAttribute(e,t){switch(t){case Boolean:e=e?Yt:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let i=e;switch(t){case Boolean:i=e!==null;break;case Number:i=e===null?null:Number(e);break;case Object:case Array:try{i=JSON.parse(e)}catch{i=null}}return i}},et=(e,t)=>!Wt(e,t),mt={attribute:!0,type:String,converter:F,reflect:!1,useDefault:!1,hasChanged:et};Symbol.metadata??=Symbol("metadata"),Z.litPropertyMetadata??=new WeakMap;let M=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,i=mt){if(i.state&&(i.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((i=Object.create(i)).wrapped=!0),this.elementProperties.set(t,i),!i.noAccessor){const s=Symbol(),n=this.getPropertyDescriptor(t,s,i);n!==void 0&&Kt(this.prototype,t,n)}}static getPropertyDescriptor(t,i,s){const{get:n,set:r}=Zt(this.prototype,t)??{get(){return this[i]},set(o){this[i]=o}};return{get:n,set(o){const h=n?.call(this);r?.call(this,o),this.requestUpdate(t,h,s)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??mt}static _$Ei(){if(this.hasOwnProperty(z("elementProperties")))return;const t=Jt(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(z("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(z("properties"))){const i=this.properties,s=[...Ft(i),...Gt(i)];for(const n of s)this.createProperty(n,i[n])}const t=this[Symbol.metadata];if(t!==null){const i=litPropertyMetadata.get(t);if(i!==void 0)for(const[s,n]of i)this.elementProperties.set(s,n)}this._$Eh=new Map;for(const[i,s]of this.elementProperties){const n=this._$Eu(i,s);n!==void 0&&this._$Eh.set(n,i)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){const i=[];if(Array.isArray(t)){const s=new Set(t.flat(1/0).reverse());for(const n of s)i.unshift(ft(n))}else t!==void 0&&i.push(ft(t));return i}static _$Eu(t,i){const s=i.attribute;return s===!1?void 0:typeof s=="string"?s:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){const t=new Map,i=this.constructor.elementProperties;for(const s of i.keys())this.hasOwnProperty(s)&&(t.set(s,this[s]),delete this[s]);t.size>0&&(this._$Ep=t)}createRenderRoot(){const t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Vt(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,i,s){this._$AK(t,s)}_$ET(t,i){const s=this.constructor.elementProperties.get(t),n=this.constructor._$Eu(t,s);if(n!==void 0&&s.reflect===!0){const r=(s.converter?.toAttribute!==void 0?s.converter:F).toAttribute(i,s.type);this._$Em=t,r==null?this.removeAttribute(n):this.setAttribute(n,r),this._$Em=null}}_$AK(t,i){const s=this.constructor,n=s._$Eh.get(t);if(n!==void 0&&this._$Em!==n){const r=s.getPropertyOptions(n),o=typeof r.converter=="function"?{fromAttribute:r.converter}:r.converter?.fromAttribute!==void 0?r.converter:F;this._$Em=n;const h=o.fromAttribute(i,r.type);this[n]=h??this._$Ej?.get(n)??h,this._$Em=null}}requestUpdate(t,i,s,n=!1,r){if(t!==void 0){const o=this.constructor;if(n===!1&&(r=this[t]),s??=o.getPropertyOptions(t),!((s.hasChanged??et)(r,i)||s.useDefault&&s.reflect&&r===this._$Ej?.get(t)&&!this.hasAttribute(o._$Eu(t,s))))return;this.C(t,i,s)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,i,{useDefault:s,reflect:n,wrapped:r},o){s&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,o??i??this[t]),r!==!0||o!==void 0)||(this._$AL.has(t)||(this.hasUpdated||s||(i=void 0),this._$AL.set(t,i)),n===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(i){Promise.reject(i)}const t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(const[n,r]of this._$Ep)this[n]=r;this._$Ep=void 0}const s=this.constructor.elementProperties;if(s.size>0)for(const[n,r]of s){const{wrapped:o}=r,h=this[n];o!==!0||this._$AL.has(n)||h===void 0||this.C(n,void 0,r,h)}}let t=!1;const i=this._$AL;try{t=this.shouldUpdate(i),t?(this.willUpdate(i),this._$EO?.forEach(s=>s.hostUpdate?.()),this.update(i)):this._$EM()}catch(s){throw t=!1,this._$EM(),s}t&&this._$AE(i)}willUpdate(t){}_$AE(t){this._$EO?.forEach(i=>i.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(i=>this._$ET(i,this[i])),this._$EM()}updated(t){}firstUpdated(t){}};M.elementStyles=[],M.shadowRootOptions={mode:"open"},M[z("elementProperties")]=new Map,M[z("finalized")]=new Map,Qt?.({ReactiveElement:M}),(Z.reactiveElementVersions??=[]).push("2.1.2");const it=globalThis,bt=e=>e,G=it.trustedTypes,$t=G?G.createPolicy("lit-html",{createHTML:e=>e}):void 0,xt="$lit$",w=`lit$${Math.random().toFixed(9).slice(2)}$`,yt="?"+w,Xt=`<${yt}>`,A=document,H=()=>A.createComment(""),j=e=>e===null||typeof e!="object"&&typeof e!="function",st=Array.isArray,te=e=>st(e)||typeof e?.[Symbol.iterator]=="function",nt=`[ 	
\f\r]`,D=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,vt=/-->/g,wt=/>/g,E=RegExp(`>|${nt}(?:([^\\s"'>=/]+)(${nt}*=${nt}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),_t=/'/g,kt=/"/g,At=/^(?:script|style|textarea|title)$/i,Et=e=>(t,...i)=>({_$litType$:e,strings:t,values:i}),c=Et(1),x=Et(2),S=Symbol.for("lit-noChange"),d=Symbol.for("lit-nothing"),St=new WeakMap,C=A.createTreeWalker(A,129);function Ct(e,t){if(!st(e)||!e.hasOwnProperty("raw"))throw Error("invalid template strings array");return $t!==void 0?$t.createHTML(t):t}const ee=(e,t)=>{const i=e.length-1,s=[];let n,r=t===2?"<svg>":t===3?"<math>":"",o=D;for(let h=0;h<i;h++){const a=e[h];let u,g,l=-1,f=0;for(;f<a.length&&(o.lastIndex=f,g=o.exec(a),g!==null);)f=o.lastIndex,o===D?g[1]==="!--"?o=vt:g[1]!==void 0?o=wt:g[2]!==void 0?(At.test(g[2])&&(n=RegExp("</"+g[2],"g")),o=E):g[3]!==void 0&&(o=E):o===E?g[0]===">"?(o=n??D,l=-1):g[1]===void 0?l=-2:(l=o.lastIndex-g[2].length,u=g[1],o=g[3]===void 0?E:g[3]==='"'?kt:_t):o===kt||o===_t?o=E:o===vt||o===wt?o=D:(o=E,n=void 0);const p=o===E&&e[h+1].startsWith("/>")?" ":"";r+=o===D?a+Xt:l>=0?(s.push(u),a.slice(0,l)+xt+a.slice(l)+w+p):a+w+(l===-2?h:p)}return[Ct(e,r+(e[i]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),s]};class B{constructor({strings:t,_$litType$:i},s){let n;this.parts=[];let r=0,o=0;const h=t.length-1,a=this.parts,[u,g]=ee(t,i);if(this.el=B.createElement(u,s),C.currentNode=this.el.content,i===2||i===3){const l=this.el.content.firstChild;l.replaceWith(...l.childNodes)}for(;(n=C.nextNode())!==null&&a.length<h;){if(n.nodeType===1){if(n.hasAttributes())for(const l of n.getAttributeNames())if(l.endsWith(xt)){const f=g[o++],p=n.getAttribute(l).split(w),m=/([.?@])?(.*)/.exec(f);a.push({type:1,index:r,name:m[2],strings:p,ctor:m[1]==="."?se:m[1]==="?"?ne:m[1]==="@"?re:J}),n.removeAttribute(l)}else l.startsWith(w)&&(a.push({type:6,index:r}),n.removeAttribute(l));if(At.test(n.tagName)){const l=n.textContent.split(w),f=l.length-1;if(f>0){n.textContent=G?G.emptyScript:"";for(let p=0;p<f;p++)n.append(l[p],H()),C.nextNode(),a.push({type:2,index:++r});n.append(l[f],H())}}}else if(n.nodeType===8)if(n.data===yt)a.push({type:2,index:r});else{let l=-1;for(;(l=n.data.indexOf(w,l+1))!==-1;)a.push({type:7,index:r}),l+=w.length-1}r++}}static createElement(t,i){const s=A.createElement("template");return s.innerHTML=t,s}}function U(e,t,i=e,s){if(t===S)return t;let n=s!==void 0?i._$Co?.[s]:i._$Cl;const r=j(t)?void 0:t._$litDirective$;return n?.constructor!==r&&(n?._$AO?.(!1),r===void 0?n=void 0:(n=new r(e),n._$AT(e,i,s)),s!==void 0?(i._$Co??=[])[s]=n:i._$Cl=n),n!==void 0&&(t=U(e,n._$AS(e,t.values),n,s)),t}class ie{constructor(t,i){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=i}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){const{el:{content:i},parts:s}=this._$AD,n=(t?.creationScope??A).importNode(i,!0);C.currentNode=n;let r=C.nextNode(),o=0,h=0,a=s[0];for(;a!==void 0;){if(o===a.index){let u;a.type===2?u=new N(r,r.nextSibling,this,t):a.type===1?u=new a.ctor(r,a.name,a.strings,this,t):a.type===6&&(u=new oe(r,this,t)),this._$AV.push(u),a=s[++h]}o!==a?.index&&(r=C.nextNode(),o++)}return C.currentNode=A,n}p(t){let i=0;for(const s of this._$AV)s!==void 0&&(s.strings!==void 0?(s._$AI(t,s,i),i+=s.strings.length-2):s._$AI(t[i])),i++}}class N{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,i,s,n){this.type=2,this._$AH=d,this._$AN=void 0,this._$AA=t,this._$AB=i,this._$AM=s,this.options=n,this._$Cv=n?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode;const i=this._$AM;return i!==void 0&&t?.nodeType===11&&(t=i.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,i=this){t=U(this,t,i),j(t)?t===d||t==null||t===""?(this._$AH!==d&&this._$AR(),this._$AH=d):t!==this._$AH&&t!==S&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):te(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==d&&j(this._$AH)?this._$AA.nextSibling.data=t:this.T(A.createTextNode(t)),this._$AH=t}$(t){const{values:i,_$litType$:s}=t,n=typeof s=="number"?this._$AC(t):(s.el===void 0&&(s.el=B.createElement(Ct(s.h,s.h[0]),this.options)),s);if(this._$AH?._$AD===n)this._$AH.p(i);else{const r=new ie(n,this),o=r.u(this.options);r.p(i),this.T(o),this._$AH=r}}_$AC(t){let i=St.get(t.strings);return i===void 0&&St.set(t.strings,i=new B(t)),i}k(t){st(this._$AH)||(this._$AH=[],this._$AR());const i=this._$AH;let s,n=0;for(const r of t)n===i.length?i.push(s=new N(this.O(H()),this.O(H()),this,this.options)):s=i[n],s._$AI(r),n++;n<i.length&&(this._$AR(s&&s._$AB.nextSibling,n),i.length=n)}_$AR(t=this._$AA.nextSibling,i){for(this._$AP?.(!1,!0,i);t!==this._$AB;){const s=bt(t).nextSibling;bt(t).remove(),t=s}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}}class J{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,i,s,n,r){this.type=1,this._$AH=d,this._$AN=void 0,this.element=t,this.name=i,this._$AM=n,this.options=r,s.length>2||s[0]!==""||s[1]!==""?(this._$AH=Array(s.length-1).fill(new String),this.strings=s):this._$AH=d}_$AI(t,i=this,s,n){const r=this.strings;let o=!1;if(r===void 0)t=U(this,t,i,0),o=!j(t)||t!==this._$AH&&t!==S,o&&(this._$AH=t);else{const h=t;let a,u;for(t=r[0],a=0;a<r.length-1;a++)u=U(this,h[s+a],i,a),u===S&&(u=this._$AH[a]),o||=!j(u)||u!==this._$AH[a],u===d?t=d:t!==d&&(t+=(u??"")+r[a+1]),this._$AH[a]=u}o&&!n&&this.j(t)}j(t){t===d?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}}class se extends J{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===d?void 0:t}}class ne extends J{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==d)}}class re extends J{constructor(t,i,s,n,r){super(t,i,s,n,r),this.type=5}_$AI(t,i=this){if((t=U(this,t,i,0)??d)===S)return;const s=this._$AH,n=t===d&&s!==d||t.capture!==s.capture||t.once!==s.once||t.passive!==s.passive,r=t!==d&&(s===d||n);n&&this.element.removeEventListener(this.name,this,s),r&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}}class oe{constructor(t,i,s){this.element=t,this.type=6,this._$AN=void 0,this._$AM=i,this.options=s}get _$AU(){return this._$AM._$AU}_$AI(t){U(this,t)}}const ae={I:N},le=it.litHtmlPolyfillSupport;le?.(B,N),(it.litHtmlVersions??=[]).push("3.3.3");const he=(e,t,i)=>{const s=i?.renderBefore??t;let n=s._$litPart$;if(n===void 0){const r=i?.renderBefore??null;s._$litPart$=n=new N(t.insertBefore(H(),r),r,void 0,i??{})}return n._$AI(e),n};const rt=globalThis;let P=class extends M{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){const t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){const i=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=he(i,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return S}};P._$litElement$=!0,P.finalized=!0,rt.litElementHydrateSupport?.({LitElement:P});const ce=rt.litElementPolyfillSupport;ce?.({LitElement:P}),(rt.litElementVersions??=[]).push("4.2.2");const ot=e=>(t,i)=>{i!==void 0?i.addInitializer(()=>{customElements.define(e,t)}):customElements.define(e,t)};const de={attribute:!0,type:String,converter:F,reflect:!1,hasChanged:et},pe=(e=de,t,i)=>{const{kind:s,metadata:n}=i;let r=globalThis.litPropertyMetadata.get(n);if(r===void 0&&globalThis.litPropertyMetadata.set(n,r=new Map),s==="setter"&&((e=Object.create(e)).wrapped=!0),r.set(i.name,e),s==="accessor"){const{name:o}=i;return{set(h){const a=t.get.call(this);t.set.call(this,h),this.requestUpdate(o,a,e,!0,h)},init(h){return h!==void 0&&this.C(o,void 0,e,h),h}}}if(s==="setter"){const{name:o}=i;return function(h){const a=this[o];t.call(this,h),this.requestUpdate(o,a,e,!0,h)}}throw Error("Unsupported decorator location: "+s)};function _(e){return(t,i)=>typeof i=="object"?pe(e,t,i):((s,n,r)=>{const o=n.hasOwnProperty(r);return n.constructor.createProperty(r,s),o?Object.getOwnPropertyDescriptor(n,r):void 0})(e,t,i)}function O(e){return _({...e,state:!0,attribute:!1})}const ue=(e,t,i)=>(i.configurable=!0,i.enumerable=!0,Reflect.decorate&&typeof t!="object"&&Object.defineProperty(e,t,i),i);function q(e,t){return(i,s,n)=>{const r=o=>o.renderRoot?.querySelector(e)??null;return ue(i,s,{get(){return r(this)}})}}class fe{constructor(t){this.cell=t,this.items=[];try{const i=JSON.parse(t.get()??"[]");this.items=i.map(s=>({...s,state:s.state==="failed"?"failed":"queued"}))}catch{t.set(null)}}add(t){const i={id:ge(),draft:t,at:new Date().toISOString(),state:"queued",reason:"",again:!0};return this.items=[...this.items,i],this.save(),i}find(t){return this.items.find(i=>i.id===t)}next(){if(!this.items.some(t=>t.state==="sending"))return this.items.find(t=>t.state==="queued")}mark(t,i,s="",n=!0){Object.assign(t,{state:i,reason:s,again:n}),this.save()}remove(t){this.items=this.items.filter(i=>i.id!==t),this.save()}requeue(){for(const t of this.items)t.state==="sending"&&(t.state="queued");this.save()}save(){const t=this.items.filter(i=>i.draft.kind!=="picture");this.cell.set(t.length?JSON.stringify(t):null)}}function ge(){return Array.from(crypto.getRandomValues(new Uint8Array(12)),e=>e.toString(16).padStart(2,"0")).join("")}const me=25e3,Pt=1e4,be=15e3,$e=8e3,Ot=[500,1e3,2e3,4e3,8e3,15e3],xe=4401;class Tt extends Error{constructor(t,i){super(t),this.again=i}}class ye{constructor(t,i,s){this.server=t,this.cells=i,this.onChange=s,this.messages=[],this.online=!1,this.loaded=!1,this.owner="bot",this.staff=null,this.typing=!1,this.company="",this.socket=null,this.started=!1,this.tries=0,this.shown=0,this.handles=new Map,this.timers={retry:0,ping:0,silence:0,ack:0,typing:0},this.hurry=()=>{document.visibilityState!=="hidden"&&(this.online&&this.ping(),!this.socket&&(clearTimeout(this.timers.retry),this.tries=0,this.connect()))},this.lose=()=>this.reconnectLater(),this.ping=()=>{this.transmit({type:"ping"}),clearTimeout(this.timers.silence),this.timers.silence=window.setTimeout(this.lose,Pt)},this.outbox=new fe(i.outbox)}get knownVisitor(){return this.cells.token.get()!==null}start(){this.started||(this.started=!0,window.addEventListener("online",this.hurry),window.addEventListener("offline",this.lose),document.addEventListener("visibilitychange",this.hurry),this.connect())}stop(){this.started=!1,window.removeEventListener("online",this.hurry),window.removeEventListener("offline",this.lose),document.removeEventListener("visibilitychange",this.hurry),this.drop(),clearTimeout(this.timers.retry)}send(t){this.outbox.add(t),this.flush(),this.onChange()}retry(t){this.outbox.mark(t,"queued"),this.flush(),this.onChange()}discard(t){this.outbox.remove(t.id),this.onChange()}async picture(t){const i=await fetch(`${this.server}/chat/api/pictures/${encodeURIComponent(t)}`,{headers:{Authorization:`Bearer ${this.cells.token.get()}`}});if(!i.ok)throw new Error(String(i.status));return i.blob()}async connect(){try{await this.openSession()}catch{this.reconnectLater();return}if(!this.started||this.socket)return;const t=new WebSocket(`${this.server.replace(/^http/,"ws")}/chat/api/socket`);this.socket=t,t.onopen=()=>this.transmit({type:"hello",token:this.cells.token.get()??"",since:this.shown}),t.onmessage=i=>this.take(JSON.parse(i.data)),t.onclose=i=>{i.code===xe&&this.cells.token.set(null),this.reconnectLater()},this.timers.silence=window.setTimeout(this.lose,Pt)}async openSession(){if(this.company&&this.knownVisitor)return;const t=await fetch(`${this.server}/chat/api/session`,{method:"POST",headers:{"Content-Type":"application/json"},body:JSON.stringify({token:this.cells.token.get()})});if(!t.ok)throw new Error(String(t.status));const i=await t.json();this.cells.token.set(i.token),this.company=i.company,this.onChange()}reconnectLater(){if(this.drop(),!this.started)return;const t=Ot[Math.min(this.tries++,Ot.length-1)];clearTimeout(this.timers.retry),this.timers.retry=window.setTimeout(()=>{this.connect()},t*(.7+Math.random()*.6)),this.onChange()}drop(){for(const t of["ping","silence","ack"])clearTimeout(this.timers[t]);this.socket&&(this.socket.onopen=this.socket.onmessage=this.socket.onclose=null,this.socket.close(),this.socket=null),this.online=!1,this.typing=!1,this.outbox.requeue()}take(t){switch(clearTimeout(this.timers.silence),clearTimeout(this.timers.ping),this.timers.ping=window.setTimeout(this.ping,me),t.type){case"history":this.online=!0,this.loaded=!0,this.tries=0,t.messages.forEach(i=>this.show(i)),this.setOwner(t.owner,t.staff),this.flush();break;case"message":this.show(t);break;case"owner":this.setOwner(t.owner,t.staff);break;case"typing":this.typing=!0,clearTimeout(this.timers.typing),this.timers.typing=window.setTimeout(()=>this.stopTyping(),$e);break;case"ack":this.acknowledge(t.id,t.seq);break;case"refused":{const i=this.outbox.find(t.id);i&&this.fail(i,t.text,t.again);break}}this.onChange()}setOwner(t,i){this.owner=t,this.staff=i}show(t){this.shown=Math.max(this.shown,t.seq),t.from!=="customer"&&this.stopTyping(),t.id&&this.outbox.find(t.id)&&this.settle(t.id),this.insert(t)}insert(t){const i=this.messages.filter(n=>n.seq!==t.seq),s=i.findIndex(n=>n.seq>t.seq);this.messages=s<0?[...i,t]:[...i.slice(0,s),t,...i.slice(s)]}acknowledge(t,i){const s=this.outbox.find(t);if(!s)return;const{kind:n,text:r}=s.draft;this.insert({seq:i,id:t,from:"customer",kind:n==="picture"?"image":"text",text:r,at:s.at}),this.settle(t)}settle(t){const i=this.outbox.find(t)?.state==="sending";this.outbox.remove(t),this.handles.delete(t),i&&clearTimeout(this.timers.ack),this.flush()}fail(t,i,s){clearTimeout(this.timers.ack),this.handles.delete(t.id),this.outbox.mark(t,"failed",i,s),this.flush()}flush(){const t=this.online?this.outbox.next():void 0;t&&(this.outbox.mark(t,"sending"),this.dispatch(t))}async dispatch(t){const{id:i,draft:s}=t;if(s.kind==="say")this.transmit({type:"say",id:i,text:s.text});else if(s.kind==="choose")this.transmit({type:"choose",id:i,choice:s.choice});else{const n=this.socket;try{const r=this.handles.get(i)??await this.upload(s.file);if(this.handles.set(i,r),this.socket!==n||t.state!=="sending")return;this.transmit({type:"picture",id:i,media:r})}catch(r){r instanceof Tt?this.fail(t,r.message,r.again):this.socket===n&&this.fail(t,"网络不稳，图片没有发出去",!0),this.onChange();return}}clearTimeout(this.timers.ack),this.timers.ack=window.setTimeout(this.lose,be)}async upload(t){const i=await fetch(`${this.server}/chat/api/pictures`,{method:"POST",headers:{Authorization:`Bearer ${this.cells.token.get()}`,"Content-Type":t.type},body:t}),s=await i.json();if(!i.ok||!s.media)throw new Tt(s.error??"图片没有发出去",i.status===429||i.status>=500);return s.media}stopTyping(){clearTimeout(this.timers.typing),this.typing=!1,this.onChange()}transmit(t){this.socket?.readyState===WebSocket.OPEN&&this.socket.send(JSON.stringify(t))}}const T=(e,t=22)=>x`<svg viewBox="0 0 24 24" width=${t} height=${t} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${e}</svg>`,Y=(e=26)=>x`<svg viewBox="0 0 24 24" width=${e} height=${e} fill="currentColor" aria-hidden="true"><path fill-rule="evenodd" d="M12 2.5c5.6 0 10 3.9 10 8.9s-4.4 8.9-10 8.9c-.9 0-1.8-.1-2.6-.3L5 22.3c-.5.3-1.100-.2-.9-.8l.9-3.200C3.100 16.700 2 14.200 2 11.400c0-5 4.400-8.900 10-8.900Zm1.300 3.700-5.200 6.300c-.3.3 0 .8.4.8h2.700l-.8 3.700c-.1.5.5.8.9.4l5.100-6.200c.3-.3 0-.8-.4-.8h-2.700l.9-3.800c.1-.5-.6-.8-.9-.4Z" clip-rule="evenodd"/></svg>`,ve=()=>T(x`<path d="M6 9.500 12 15.500 18 9.500"/>`),we=()=>T(x`<path d="M4.500 12 20 4.500 15.500 20l-3.700-6.300L4.500 12Zm7.300 1.700L20 4.500"/>`,20),_e=()=>T(x`<rect x="3.500" y="4.500" width="17" height="15" rx="2.500"/><circle cx="9" cy="10" r="1.600"/><path d="m4 17.500 5-4.500 3.500 3 3-2.500 4.500 4"/>`),ke=()=>T(x`<circle cx="12" cy="8.500" r="3.700"/><path d="M4.800 20c.7-3.700 3.600-5.700 7.200-5.700s6.500 2 7.200 5.700"/>`,20),Ae=()=>T(x`<path d="M12 5v13m-5.500-5L12 18.500 17.500 13"/>`,16),Ee=()=>T(x`<path d="M12 21s6.500-6 6.500-11a6.500 6.500 0 0 0-13 0c0 5 6.500 11 6.500 11Z"/><circle cx="12" cy="10" r="2.300"/>`,16),Se=()=>T(x`<path d="M12 8.500v4.500m0 3v.1M10.300 4.300 2.900 17.200c-.7 1.200.2 2.800 1.700 2.800h14.800c1.500 0 2.400-1.600 1.700-2.800L13.700 4.300c-.8-1.300-2.600-1.300-3.400 0Z"/>`,16),Lt=document.currentScript,Mt=Lt?.src?new URL(Lt.src).origin:window.location.origin;class at{constructor(t,i){this.store=t,this.key=i,this.memory=null}get(){try{return this.store().getItem(this.key)??this.memory}catch{return this.memory}}set(t){this.memory=t;try{t===null?this.store().removeItem(this.key):this.store().setItem(this.key,t)}catch{}}}function Ce(e){const t=()=>window.localStorage;return{token:new at(t,`laidian:token:${e}`),read:new at(t,`laidian:read:${e}`),outbox:new at(()=>window.sessionStorage,`laidian:outbox:${e}`)}}const Ut=K`
  :host {
    all: initial;
    --brand: #00736a;
    --brand-deep: #00574f;
    --tint: #e3f1ef;
    --ground: #f3f7f6;
    --line: #d9e4e2;
    --ink: #16302d;
    --soft: #50625f;
    --bad: #b3261e;
    color: var(--ink);
    font:
      15px/1.6 'PingFang SC',
      'Hiragino Sans GB',
      'Microsoft YaHei',
      'Noto Sans CJK SC',
      'Noto Sans SC',
      system-ui,
      sans-serif;
    -webkit-font-smoothing: antialiased;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  button,
  textarea {
    color: inherit;
    font: inherit;
  }
  button {
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--brand);
    outline-offset: 2px;
  }
  svg {
    display: block;
    flex: none;
  }
  [hidden],
  .hidden:empty {
    display: none !important;
  }
`,Pe=[Ut,K`
    .bubble {
      position: fixed;
      right: 24px;
      bottom: 24px;
      z-index: 2147483000;
      display: flex;
      align-items: center;
      gap: 8px;
      height: 56px;
      padding: 0 22px 0 18px;
      border: 0;
      border-radius: 28px;
      background: linear-gradient(140deg, #00857a, var(--brand-deep));
      color: #fff;
      font-size: 16px;
      font-weight: 600;
      letter-spacing: 0.04em;
      box-shadow:
        0 10px 28px rgb(0 60 54 / 28%),
        0 2px 6px rgb(0 60 54 / 18%);
      transition:
        transform 0.15s ease,
        box-shadow 0.15s ease;
    }
    .bubble:hover {
      transform: translateY(-2px);
    }
    .badge {
      position: absolute;
      top: -6px;
      right: -4px;
      min-width: 24px;
      height: 24px;
      padding: 0 6px;
      border: 2px solid #fff;
      border-radius: 12px;
      background: #c62828;
      font-size: 12px;
      line-height: 20px;
      letter-spacing: 0;
      text-align: center;
    }
    .hidden {
      position: fixed;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .dialog {
      position: fixed;
      right: 24px;
      bottom: 24px;
      z-index: 2147483000;
      width: 392px;
      height: min(660px, calc(100vh - 48px));
      overflow: hidden;
      border-radius: 18px;
      background: var(--ground);
      box-shadow:
        0 24px 64px rgb(0 50 45 / 26%),
        0 4px 14px rgb(0 50 45 / 14%);
      animation: rise 0.18s ease-out;
    }
    .dialog:focus-visible {
      outline: none;
    }
    @keyframes rise {
      from {
        opacity: 0;
        transform: translateY(14px);
      }
    }
    .page {
      display: block;
      width: min(860px, 100%);
      height: var(--laidian-height, 100vh);
      margin: 0 auto;
      background: var(--ground);
      box-shadow: 0 0 40px rgb(0 60 54 / 10%);
    }
    @media (max-width: 520px) {
      .dialog {
        inset: 0 0 auto 0;
        width: auto;
        height: var(--laidian-height, 100vh);
        border-radius: 0;
      }
      .bubble {
        right: 16px;
        bottom: 20px;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .dialog,
      .bubble {
        animation: none;
        transition: none;
      }
    }
  `],Oe=[Ut,K`
    :host {
      position: relative;
      display: flex;
      flex-direction: column;
      width: 100%;
      height: 100%;
    }
    header {
      display: flex;
      align-items: center;
      gap: 10px;
      padding: 12px 12px 12px 16px;
      background: linear-gradient(120deg, #00796f, var(--brand-deep));
      color: #fff;
    }
    header .mark {
      display: grid;
      place-items: center;
      width: 40px;
      height: 40px;
      border-radius: 50%;
      background: rgb(255 255 255 / 16%);
    }
    .title {
      flex: 1;
      min-width: 0;
      line-height: 1.3;
    }
    .title strong {
      display: block;
      font-size: 16px;
      font-weight: 600;
      letter-spacing: 0.03em;
    }
    .company {
      display: block;
      overflow: hidden;
      font-size: 13px;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .owner {
      display: flex;
      align-items: center;
      gap: 6px;
      max-width: 45%;
      padding: 3px 10px;
      border-radius: 12px;
      background: #fff;
      color: var(--brand-deep);
      font-size: 13px;
      font-weight: 600;
      white-space: nowrap;
    }
    .owner::before {
      width: 7px;
      height: 7px;
      border-radius: 50%;
      background: var(--brand);
      content: '';
    }
    .owner[data-owner='queue'] {
      background: #fff4dc;
      color: #7a4b00;
    }
    .owner[data-owner='queue']::before {
      background: #c97a00;
    }
    .owner[data-owner='staff'] {
      color: #1d4f91;
    }
    .owner[data-owner='staff']::before {
      background: #2f6fc0;
    }
    .icon {
      display: grid;
      flex: none;
      place-items: center;
      width: 40px;
      height: 40px;
      padding: 0;
      border: 0;
      border-radius: 10px;
      background: none;
    }
    header .icon:hover {
      background: rgb(255 255 255 / 16%);
    }
    header :focus-visible {
      outline-color: #fff;
      outline-offset: -2px;
    }
    .notice,
    .offline {
      margin: 0;
      padding: 6px 16px;
      font-size: 13px;
      text-align: center;
    }
    .notice {
      border-bottom: 1px solid #cfe4e1;
      background: var(--tint);
      color: #0b4f48;
    }
    .offline {
      background: #fff4dc;
      color: #6b4200;
    }
    .log {
      flex: 1;
      min-height: 0;
      overflow-y: auto;
      overscroll-behavior: contain;
    }
    .log:focus-visible {
      outline-offset: -3px;
    }
    .lines {
      display: flex;
      flex-direction: column;
      gap: 12px;
      padding: 16px 14px 20px;
    }
    .time {
      margin: 6px 0 12px;
      color: var(--soft);
      font-size: 12px;
      text-align: center;
    }
    .line {
      display: flex;
      gap: 8px;
      align-items: flex-start;
    }
    .stack {
      display: flex;
      flex-direction: column;
      align-items: flex-start;
      min-width: 0;
      max-width: 82%;
    }
    .face {
      display: grid;
      flex: none;
      place-items: center;
      width: 34px;
      height: 34px;
      border-radius: 50%;
      background: var(--tint);
      color: var(--brand);
    }
    .body {
      max-width: 100%;
      padding: 9px 13px;
      border: 1px solid var(--line);
      border-radius: 4px 16px 16px;
      background: #fff;
      overflow-wrap: anywhere;
    }
    .body:has(laidian-picture) {
      padding: 5px;
    }
    .text {
      white-space: pre-wrap;
    }
    .body a {
      color: var(--brand-deep);
      text-underline-offset: 2px;
    }
    .body a[href^='tel:'] {
      font-weight: 600;
    }
    .line[data-from='customer'] {
      justify-content: flex-end;
    }
    .line[data-from='customer'] .stack {
      align-items: flex-end;
    }
    .line[data-from='customer'] .body {
      border-color: var(--brand);
      border-radius: 16px 4px 16px 16px;
      background: var(--brand);
      color: #fff;
    }
    .line[data-from='customer'] .body a {
      color: #fff;
    }
    .line[data-from='customer'] .body:has(laidian-picture) {
      border-color: var(--line);
      background: #fff;
    }
    .line[data-from='staff'] .face {
      background: #e4edf9;
      color: #1d4f91;
    }
    .line[data-from='staff'] .body {
      border-color: #c9dbf2;
      background: #f1f6fd;
    }
    .name {
      margin: 0 0 3px 2px;
      color: #1d4f91;
      font-size: 12px;
      font-weight: 600;
    }
    .line[data-from='system'] {
      flex-direction: column;
      align-items: center;
    }
    .line[data-from='system'] .body {
      max-width: 92%;
      padding: 4px 14px;
      border: 0;
      border-radius: 14px;
      background: #e4ebe9;
      color: #3d504d;
      font-size: 13px;
      text-align: center;
    }
    .place {
      display: inline-flex;
      gap: 5px;
      align-items: center;
    }
    .state {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 10px;
      align-items: center;
      justify-content: flex-end;
      margin-top: 3px;
      color: var(--soft);
      font-size: 12px;
    }
    .state.failed {
      color: var(--bad);
    }
    .state span {
      display: inline-flex;
      gap: 4px;
      align-items: center;
    }
    .mend {
      min-height: 28px;
      padding: 0 4px;
      border: 0;
      background: none;
      color: var(--brand-deep);
      text-decoration: underline;
      text-underline-offset: 2px;
    }
    .replies,
    .suggestions {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      margin-top: 8px;
    }
    .reply {
      min-height: 38px;
      padding: 5px 15px;
      border: 1px solid #7fbab4;
      border-radius: 19px;
      background: #fff;
      color: var(--brand-deep);
      font-size: 14px;
      font-weight: 500;
      overflow-wrap: anywhere;
      text-align: left;
    }
    .reply:hover {
      border-color: var(--brand);
      background: var(--tint);
    }
    .typing {
      display: flex;
      gap: 8px;
      align-items: center;
      margin-left: 42px;
      color: var(--soft);
      font-size: 13px;
    }
    .dots {
      display: flex;
      gap: 4px;
    }
    .dots i {
      width: 6px;
      height: 6px;
      border-radius: 50%;
      background: var(--brand);
      animation: beat 1.2s infinite ease-in-out;
    }
    .dots i:nth-child(2) {
      animation-delay: 0.15s;
    }
    .dots i:nth-child(3) {
      animation-delay: 0.3s;
    }
    @keyframes beat {
      0%,
      60%,
      100% {
        opacity: 0.3;
      }
      30% {
        opacity: 1;
        transform: translateY(-3px);
      }
    }
    .welcome {
      padding: 20px 6px 8px;
      text-align: center;
    }
    .welcome .mark {
      display: inline-grid;
      place-items: center;
      width: 64px;
      height: 64px;
      border-radius: 50%;
      background: var(--tint);
      color: var(--brand);
    }
    .welcome h2 {
      margin: 12px 0 2px;
      font-size: 18px;
      font-weight: 600;
    }
    .welcome p {
      margin: 0;
      color: var(--soft);
      font-size: 14px;
    }
    .suggestions {
      justify-content: center;
      margin: 16px 0 20px;
    }
    .welcome .danger {
      padding: 9px 14px;
      border-radius: 12px;
      background: #fff4dc;
      color: #6b4200;
      font-size: 13px;
      text-align: left;
    }
    .danger a {
      color: inherit;
      font-weight: 700;
    }
    .jump {
      display: flex;
      gap: 6px;
      align-items: center;
      align-self: center;
      min-height: 34px;
      margin-top: -44px;
      margin-bottom: 10px;
      padding: 0 14px;
      border: 0;
      border-radius: 17px;
      background: var(--brand-deep);
      color: #fff;
      font-size: 13px;
      box-shadow: 0 4px 14px rgb(0 60 54 / 25%);
    }
    footer {
      padding: 8px 10px calc(10px + env(safe-area-inset-bottom, 0px));
      border-top: 1px solid var(--line);
      background: #fff;
    }
    .row {
      display: flex;
      gap: 6px;
      align-items: flex-end;
    }
    footer .icon {
      color: var(--soft);
    }
    footer .icon:hover {
      background: var(--tint);
      color: var(--brand-deep);
    }
    textarea {
      flex: 1;
      min-width: 0;
      max-height: 128px;
      padding: 8px 12px;
      border: 1px solid #8fa5a2;
      border-radius: 12px;
      background: #fff;
      line-height: 22px;
      resize: none;
    }
    textarea::placeholder {
      color: #62736f;
      opacity: 1;
    }
    textarea:focus {
      border-color: var(--brand);
      outline: 2px solid rgb(0 115 106 / 30%);
      outline-offset: 0;
    }
    .send {
      display: grid;
      flex: none;
      place-items: center;
      width: 48px;
      height: 40px;
      padding: 0;
      border: 0;
      border-radius: 12px;
      background: var(--brand);
      color: #fff;
    }
    .send:hover:enabled {
      background: var(--brand-deep);
    }
    .send:disabled {
      background: #dbe5e3;
      color: #62736f;
      cursor: default;
    }
    .hint {
      padding: 0 6px 6px;
      color: var(--soft);
      font-size: 13px;
    }
    .hint[data-bad='true'] {
      color: var(--bad);
    }
    @media (max-width: 520px) {
      textarea {
        font-size: 16px; /* a smaller one makes iPhones zoom in */
      }
      .company {
        font-size: 12px;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .dots i {
        animation: none;
        opacity: 0.7;
      }
    }
  `];const Te={CHILD:2},Le=e=>(...t)=>({_$litDirective$:e,values:t});let Me=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,i,s){this._$Ct=t,this._$AM=i,this._$Ci=s}_$AS(t,i){return this.update(t,i)}update(t,i){return this.render(...i)}};const{I:Ue}=ae,Nt=e=>e,Rt=()=>document.createComment(""),V=(e,t,i)=>{const s=e._$AA.parentNode,n=t===void 0?e._$AB:t._$AA;if(i===void 0){const r=s.insertBefore(Rt(),n),o=s.insertBefore(Rt(),n);i=new Ue(r,o,e,e.options)}else{const r=i._$AB.nextSibling,o=i._$AM,h=o!==e;if(h){let a;i._$AQ?.(e),i._$AM=e,i._$AP!==void 0&&(a=e._$AU)!==o._$AU&&i._$AP(a)}if(r!==n||h){let a=i._$AA;for(;a!==r;){const u=Nt(a).nextSibling;Nt(s).insertBefore(a,n),a=u}}}return i},L=(e,t,i=e)=>(e._$AI(t,i),e),Ne={},Re=(e,t=Ne)=>e._$AH=t,Ie=e=>e._$AH,lt=e=>{e._$AR(),e._$AA.remove()};const It=(e,t,i)=>{const s=new Map;for(let n=t;n<=i;n++)s.set(e[n],n);return s},ze=Le(class extends Me{constructor(e){if(super(e),e.type!==Te.CHILD)throw Error("repeat() can only be used in text expressions")}dt(e,t,i){let s;i===void 0?i=t:t!==void 0&&(s=t);const n=[],r=[];let o=0;for(const h of e)n[o]=s?s(h,o):o,r[o]=i(h,o),o++;return{values:r,keys:n}}render(e,t,i){return this.dt(e,t,i).values}update(e,[t,i,s]){const n=Ie(e),{values:r,keys:o}=this.dt(t,i,s);if(!Array.isArray(n))return this.ut=o,r;const h=this.ut??=[],a=[];let u,g,l=0,f=n.length-1,p=0,m=r.length-1;for(;l<=f&&p<=m;)if(n[l]===null)l++;else if(n[f]===null)f--;else if(h[l]===o[p])a[p]=L(n[l],r[p]),l++,p++;else if(h[f]===o[m])a[m]=L(n[f],r[m]),f--,m--;else if(h[l]===o[m])a[m]=L(n[l],r[m]),V(e,a[m+1],n[l]),l++,m--;else if(h[f]===o[p])a[p]=L(n[f],r[p]),V(e,n[l],n[f]),f--,p++;else if(u===void 0&&(u=It(o,p,m),g=It(h,l,f)),u.has(h[l]))if(u.has(h[f])){const v=g.get(o[p]),dt=v!==void 0?n[v]:null;if(dt===null){const Bt=V(e,n[l]);L(Bt,r[p]),a[p]=Bt}else a[p]=L(dt,r[p]),V(e,n[l],dt),n[v]=null;p++}else lt(n[f]),f--;else lt(n[l]),l++;for(;p<=m;){const v=V(e,a[m+1]);L(v,r[p]),a[p++]=v}for(;l<=f;){const v=n[l++];v!==null&&lt(v)}return this.ut=o,Re(e,a),S}}),He=/https?:\/\/[^\s<>"'（）()【】《》「」“”‘’，。；：！？、]+|95598|12398|12345|110|119|120/g,je=/[.,;:!?]+$/,De=/[\dA-Za-z.\-¥￥:：]$/,Be=/^(?:[\d.\-:：]*\d|\s*[元块度%％个户天日号月年岁米分秒小次台斤千万kKvVwWaA伏瓦安])/;function qe(e){const t=[];let i=0;for(const s of e.matchAll(He)){const n=s[0].replace(je,""),r=n.startsWith("http")?Ve(n):We(e,s.index,n);r!==null&&(s.index>i&&t.push(e.slice(i,s.index)),t.push({href:r,text:n}),i=s.index+n.length)}return i<e.length&&t.push(e.slice(i)),t}function Ve(e){try{return new URL(e).href}catch{return null}}function We(e,t,i){const s=e.slice(0,t),n=/(?:电话|热线|拨打|致电|号码)[:：]$/.test(s);return De.test(s)&&!n||Be.test(e.slice(t+i.length))?null:`tel:${i}`}var Ke=Object.defineProperty,Ze=Object.getOwnPropertyDescriptor,R=(e,t,i,s)=>{for(var n=s>1?void 0:s?Ze(t,i):t,r=e.length-1,o;r>=0;r--)(o=e[r])&&(n=(s?o(t,i,n):o(n))||n);return s&&n&&Ke(t,i,n),n};const Fe=/^image\/(?:jpeg|png|gif|webp)$/;let k=class extends P{constructor(){super(...arguments),this.address="",this.failed=!1}willUpdate(){const e=this.file??this.media;e!==this.source&&!(this.address&&this.media)&&(this.source=e,this.load())}disconnectedCallback(){super.disconnectedCallback(),URL.revokeObjectURL(this.address),this.address="",this.source=void 0}render(){return this.address?c`<a href=${this.address} target="_blank" rel="noopener" aria-label="查看大图"
        ><img src=${this.address} alt="图片" /></a
      >`:this.failed?c`<div class="wait"><span>图片打不开<button @click=${this.load}>再试</button></span></div>`:c`<div class="wait">${this.media||this.file?"图片加载中…":d}</div>`}async load(){this.failed=!1;try{const e=this.file??(this.media?await this.client.picture(this.media):null);if(!e||!this.isConnected)return;if(!Fe.test(e.type))throw new Error(e.type);this.address=URL.createObjectURL(e)}catch{this.failed=!0}}};k.styles=K`
    :host {
      display: block;
    }
    img {
      display: block;
      max-width: 100%;
      max-height: 220px;
      border-radius: 10px;
      background: #e8efed;
    }
    .wait {
      display: grid;
      place-items: center;
      width: 150px;
      height: 100px;
      border-radius: 10px;
      background: #e8efed;
      color: #465856;
      font-size: 13px;
    }
    button {
      margin-left: 4px;
      border: 0;
      background: none;
      color: #00665e;
      font: inherit;
      text-decoration: underline;
      cursor: pointer;
    }
    a:focus-visible,
    button:focus-visible {
      outline: 2px solid #00736a;
      outline-offset: 2px;
    }
  `,R([_({attribute:!1})],k.prototype,"client",2),R([_({attribute:!1})],k.prototype,"media",2),R([_({attribute:!1})],k.prototype,"file",2),R([O()],k.prototype,"address",2),R([O()],k.prototype,"failed",2),k=R([ot("laidian-picture")],k);function zt(e){const t=e.messages.map(s=>({key:s.id??String(s.seq),from:s.from,kind:s.kind,text:s.text,at:s.at,message:s})),i=e.outbox.items.map(s=>({key:s.id,from:"customer",kind:s.draft.kind==="picture"?"image":"text",text:s.draft.text,at:s.at,pending:s}));return[...t,...i]}function Ge(e,t,i){if(e.from==="system")return c`<div class="line" data-from="system" role="group" aria-label="系统消息">
      <div class="body">${ht(e.text)}</div>
      ${i?Ht(e,t):d}
    </div>`;const s=e.message?.staff;return c`<div class="line" data-from=${e.from} data-state=${e.pending?.state??"stored"} role="group" aria-label=${Je(e)}>
    ${e.from==="customer"?d:c`<span class="face" aria-hidden="true">${e.from==="bot"?Y(22):ke()}</span>`}
    <div class="stack">
      ${e.from==="staff"?c`<div class="name">人工客服${s?` · ${s}`:""}</div>`:d}
      <div class="body">${Ye(e,t.client)}</div>
      ${e.pending?Qe(e.pending,t):d}
      ${i?Ht(e,t):d}
    </div>
  </div>`}function Je(e){return e.from==="customer"?"我":e.from==="bot"?"机器人":e.message?.staff?`人工客服${e.message.staff}`:"人工客服"}function Ye(e,t){const i=e.pending?.draft,s=i?.kind==="picture"?i.file:void 0;return e.kind==="image"?c`<laidian-picture .client=${t} .media=${e.message?.media} .file=${s}></laidian-picture>
      ${e.text?ht(e.text):d}`:e.message?.place?c`<span class="place">${Ee()} ${e.message.place}</span>`:ht(e.text)}function ht(e){const t=qe(e).map(i=>typeof i=="string"?i:i.href.startsWith("tel:")?c`<a href=${i.href}>${i.text}</a>`:c`<a href=${i.href} target="_blank" rel="noopener noreferrer nofollow">${i.text}</a>`);return c`<span class="text">${t}</span>`}function Qe(e,t){if(e.state==="sending")return c`<div class="state">发送中…</div>`;if(e.state==="queued")return c`<div class="state">等待发送</div>`;const i=e.again?c`<button class="mend" @click=${()=>t.retry(e)}>重试</button>`:e.draft.kind==="say"?c`<button class="mend" @click=${()=>t.edit(e)}>修改</button>`:d;return c`<div class="state failed">
    <span>${Se()} 未发送${e.reason?`：${e.reason}`:""}</span>
    ${i}<button class="mend" @click=${()=>t.discard(e)}>删除</button>
  </div>`}function Ht(e,t){const i=e.message?.buttons;return i?.length?c`<div class="replies">
    ${i.map(s=>c`<button class="reply" @click=${()=>t.choose(s)}>${s.title}</button>`)}
  </div>`:d}const ct=new Intl.DateTimeFormat("zh-CN",{timeZone:"Asia/Shanghai",month:"long",day:"numeric"}),Xe=new Intl.DateTimeFormat("zh-CN",{timeZone:"Asia/Shanghai",hour:"2-digit",minute:"2-digit",hour12:!1});function ti(e){const t=new Date(e),i=ct.format(t),s=Date.now();return`${i===ct.format(s)?"今天":i===ct.format(s-864e5)?"昨天":i} ${Xe.format(t)}`}const Q=2e3,ei=10*1024*1024,jt=["image/jpeg","image/png","image/gif","image/webp"];var ii=Object.defineProperty,si=Object.getOwnPropertyDescriptor,$=(e,t,i,s)=>{for(var n=s>1?void 0:s?si(t,i):t,r=e.length-1,o;r>=0;r--)(o=e[r])&&(n=(s?o(t,i,n):o(n))||n);return s&&n&&ii(t,i,n),n};const ni=["我家停电了","查询电费","报修进度","转人工"],ri=80,oi=5*6e4,ai=Q-200;let b=class extends P{constructor(){super(...arguments),this.version=0,this.closable=!1,this.text="",this.hint="",this.unseen=!1,this.pinned=!0,this.lastKey="",this.actions={choose:e=>this.deliver({kind:"choose",text:e.title,choice:e.id}),retry:e=>this.client.retry(e),discard:e=>this.client.discard(e),edit:e=>{this.client.discard(e),this.prefill(e.draft.text)}}}focusBox(){this.box?.focus({preventScroll:!0})}prefill(e){this.text=e,this.updateComplete.then(()=>this.focusBox())}firstUpdated(){const e=new ResizeObserver(()=>this.follow());e.observe(this.log),e.observe(this.log.firstElementChild)}updated(e){e.has("text")&&this.fitBox();const t=zt(this.client).at(-1);t&&t.key!==this.lastKey&&(this.lastKey=t.key,t.pending?this.pinned=!0:!this.pinned&&t.from!=="customer"&&(this.unseen=!0)),this.follow()}render(){return c`
      <header>
        <span class="mark" aria-hidden="true">${Y(28)}</span>
        <div class="title">
          <strong>在线客服</strong>
          <span class="company">${this.client.company}</span>
        </div>
        <span class="owner" data-owner=${this.client.owner} role="status">${this.ownerLabel()}</span>
        ${this.closable?c`<button class="icon" aria-label="收起对话" title="收起" @click=${this.askClose}>${ve()}</button>`:d}
      </header>
      <p class="notice">我是智能客服“来电”（机器人），可随时说“转人工”</p>
      <div class="offline" role="status" ?hidden=${this.client.online}>${this.connectionText()}</div>
      ${this.renderLog()}
      ${this.unseen?c`<button class="jump" @click=${this.jump}>有新消息 ${Ae()}</button>`:d}
      ${this.renderComposer()}
    `}renderLog(){const e=zt(this.client),t=e.map(s=>s.from).lastIndexOf("customer"),i={...this.actions,client:this.client};return c`<div class="log" role="log" aria-label="对话" tabindex="0" @scroll=${this.onScroll}>
      <div class="lines">
        ${this.client.loaded&&!e.length?this.renderWelcome():d}
        ${ze(e,s=>s.key,(s,n)=>c`<div class="entry">
            ${li(e,n)?c`<div class="time">${ti(s.at)}</div>`:d}
            ${Ge(s,i,n>t)}
          </div>`)}
        ${this.client.typing?c`<div class="typing" data-typing><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>正在输入…</div>`:d}
      </div>
    </div>`}renderWelcome(){return c`<section class="welcome">
      <span class="mark" aria-hidden="true">${Y(34)}</span>
      <h2>您好，需要什么帮助？</h2>
      <p>停电、电费、报修和办电的事，直接说给我听就行。</p>
      <div class="suggestions">
        ${ni.map(e=>c`<button class="reply" @click=${()=>this.deliver({kind:"say",text:e})}>${e}</button>`)}
      </div>
      <p class="danger">看到断线、冒烟、有人触电，请先远离，并马上拨打 <a href="tel:95598">95598</a>；有人受伤请拨打 <a href="tel:120">120</a>。</p>
    </section>`}renderComposer(){const e=[...this.text].length,t=e>Q;return c`<footer>
      <div class="hint" role="status" ?hidden=${!this.hint&&e<ai} data-bad=${t||!!this.hint}>
        ${this.hint||`${e} / ${Q} 字${t?"，请分成几条发送":""}`}
      </div>
      <div class="row">
        <button class="icon" aria-label="发送图片" title="发送图片" @click=${()=>this.chooser.click()}>${_e()}</button>
        <input type="file" accept=${jt.join(",")} hidden @change=${this.onChosen} />
        <textarea
          rows="1"
          aria-label="输入消息"
          placeholder="请输入您的问题"
          enterkeyhint="send"
          .value=${this.text}
          @input=${this.onInput}
          @keydown=${this.onKey}
          @paste=${this.onPaste}
        ></textarea>
        <button class="send" aria-label="发送" title="发送" ?disabled=${!this.text.trim()||t} @click=${this.submit}>
          ${we()}
        </button>
      </div>
    </footer>`}ownerLabel(){return this.client.owner==="queue"?"人工排队中":this.client.owner==="bot"?"机器人":this.client.staff?`人工 · ${this.client.staff}`:"人工"}connectionText(){return!this.client.loaded&&navigator.onLine?"正在连接…":"网络已断开，正在重连；您发的消息会在恢复后送出"}deliver(e){this.pinned=!0,this.client.send(e)}submit(){const e=this.text.trim();!e||[...e].length>Q||(this.text="",this.hint="",this.deliver({kind:"say",text:e}),this.focusBox())}onInput(e){this.text=e.target.value,this.hint=""}onKey(e){e.key!=="Enter"||e.shiftKey||e.isComposing||e.keyCode===229||(e.preventDefault(),this.submit())}onPaste(e){const t=e.clipboardData?.files[0];t&&(e.preventDefault(),this.sendPicture(t))}onChosen(){const e=this.chooser.files?.[0];this.chooser.value="",e&&this.sendPicture(e)}sendPicture(e){jt.includes(e.type)?e.size>ei?this.hint="图片超过 10 MB，请压缩后再发":(this.hint="",this.deliver({kind:"picture",text:"",file:e})):this.hint="只能发送 JPG、PNG、GIF、WebP 图片"}fitBox(){this.box.style.height="auto",this.box.style.height=`${this.box.scrollHeight}px`}onScroll(){this.pinned=this.log.scrollHeight-this.log.scrollTop-this.log.clientHeight<ri,this.pinned&&(this.unseen=!1)}follow(){this.pinned&&(this.log.scrollTop=this.log.scrollHeight)}jump(){this.pinned=!0,this.unseen=!1,this.follow(),this.focusBox()}askClose(){this.dispatchEvent(new CustomEvent("laidian-close",{bubbles:!0,composed:!0}))}};b.styles=Oe,$([_({attribute:!1})],b.prototype,"client",2),$([_({attribute:!1})],b.prototype,"version",2),$([_({type:Boolean})],b.prototype,"closable",2),$([O()],b.prototype,"text",2),$([O()],b.prototype,"hint",2),$([O()],b.prototype,"unseen",2),$([q("textarea")],b.prototype,"box",2),$([q(".log")],b.prototype,"log",2),$([q("input[type=file]")],b.prototype,"chooser",2),b=$([ot("laidian-panel")],b);function li(e,t){return t===0?!0:Date.parse(e[t].at)-Date.parse(e[t-1].at)>oi}var hi=Object.defineProperty,ci=Object.getOwnPropertyDescriptor,I=(e,t,i,s)=>{for(var n=s>1?void 0:s?ci(t,i):t,r=e.length-1,o;r>=0;r--)(o=e[r])&&(n=(s?o(t,i,n):o(n))||n);return s&&n&&hi(t,i,n),n};let y=class extends P{constructor(){super(...arguments),this.mode="bubble",this.open=!1,this.version=0,this.cells=Ce(Mt),this.client=new ye(Mt,this.cells,()=>this.version++),this.onPageClick=e=>{const t=e.target?.closest?.("[data-laidian-open]");!t||this.mode==="page"||(e.preventDefault(),this.show(t.getAttribute("data-laidian-open")??""))},this.markRead=()=>{const e=this.client.messages.at(-1);!e||document.visibilityState==="hidden"||!(this.open||this.mode==="page")||e.seq>Number(this.cells.read.get()??0)&&this.cells.read.set(String(e.seq))},this.fitViewport=()=>{const e=window.visualViewport?.height;e&&this.style.setProperty("--laidian-height",`${e}px`)}}connectedCallback(){super.connectedCallback(),document.addEventListener("click",this.onPageClick),document.addEventListener("visibilitychange",this.markRead),window.visualViewport?.addEventListener("resize",this.fitViewport),this.fitViewport(),(this.mode==="page"||this.client.knownVisitor)&&this.client.start()}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener("click",this.onPageClick),document.removeEventListener("visibilitychange",this.markRead),window.visualViewport?.removeEventListener("resize",this.fitViewport),this.client.stop()}updated(){this.markRead()}render(){const e=i=>c`<laidian-panel .client=${this.client} .version=${this.version} ?closable=${i}></laidian-panel>`;if(this.mode==="page")return c`<main class="page" aria-label="在线客服">${e(!1)}</main>`;if(this.open)return c`<div class="dialog" role="dialog" aria-label="在线客服对话" tabindex="-1" @keydown=${this.onKey} @laidian-close=${this.hide}>
        ${e(!0)}
      </div>`;const t=this.unread();return c`<button class="bubble" aria-label="在线客服" aria-haspopup="dialog" aria-describedby="unread" @click=${()=>this.show()}>
        ${Y(28)}<span class="label" aria-hidden="true">在线客服</span>
        ${t?c`<span class="badge" aria-hidden="true">${t>99?"99+":t}</span>`:d}
      </button>
      <span id="unread" class="hidden" role="status">${t?`${t} 条未读消息`:""}</span>`}async show(e=""){this.client.start(),this.open=!0,await this.updateComplete,await this.panel?.updateComplete,e?this.panel?.prefill(e):window.matchMedia("(pointer: coarse)").matches?this.renderRoot.querySelector(".dialog")?.focus():this.panel?.focusBox()}async hide(){this.open=!1,await this.updateComplete,this.bubble?.focus()}onKey(e){e.key==="Escape"&&!e.isComposing&&e.keyCode!==229&&this.hide()}unread(){const e=Number(this.cells.read.get()??0);return this.client.messages.filter(t=>t.from!=="customer"&&t.seq>e).length}};y.styles=Pe,I([_({reflect:!0})],y.prototype,"mode",2),I([O()],y.prototype,"open",2),I([O()],y.prototype,"version",2),I([q("laidian-panel")],y.prototype,"panel",2),I([q(".bubble")],y.prototype,"bubble",2),y=I([ot("laidian-chat")],y);function Dt(){document.querySelector("laidian-chat")||document.body.append(new y)}document.body&&document.readyState!=="loading"?Dt():document.addEventListener("DOMContentLoaded",Dt)})();
