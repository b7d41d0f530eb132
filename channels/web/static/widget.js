(function(){"use strict";var Wt,Kt,Ft,Gt,Zt,Jt;const G=globalThis,it=G.ShadowRoot&&(G.ShadyCSS===void 0||G.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,st=Symbol(),mt=new WeakMap;let bt=class{constructor(t,e,s){if(this._$cssResult$=!0,s!==st)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o;const e=this.t;if(it&&t===void 0){const s=e!==void 0&&e.length===1;s&&(t=mt.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),s&&mt.set(e,t))}return t}toString(){return this.cssText}};const Xt=i=>new bt(typeof i=="string"?i:i+"",void 0,st),Z=(i,...t)=>{const e=i.length===1?i[0]:t.reduce((s,n,o)=>s+(r=>{if(r._$cssResult$===!0)return r.cssText;if(typeof r=="number")return r;throw Error("Value passed to 'css' function must be a 'css' function result: "+r+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(n)+i[o+1],i[0]);return new bt(e,i,st)},te=(i,t)=>{if(it)i.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(const e of t){const s=document.createElement("style"),n=G.litNonce;n!==void 0&&s.setAttribute("nonce",n),s.textContent=e.cssText,i.appendChild(s)}},$t=it?i=>i:i=>i instanceof CSSStyleSheet?(t=>{let e="";for(const s of t.cssRules)e+=s.cssText;return Xt(e)})(i):i;const{is:ee,defineProperty:ie,getOwnPropertyDescriptor:se,getOwnPropertyNames:ne,getOwnPropertySymbols:re,getPrototypeOf:oe}=Object,v=globalThis,xt=v.trustedTypes,ae=xt?xt.emptyScript:"",nt=v.reactiveElementPolyfillSupport,j=(i,t)=>i,J={toAttribute(i,t){switch(t){case Boolean:i=i?ae:null;break;case Object:case Array:i=i==null?i:JSON.stringify(i)}return i},fromAttribute(i,t){let e=i;switch(t){case Boolean:e=i!==null;break;case Number:e=i===null?null:Number(i);break;case Object:case Array:try{e=JSON.parse(i)}catch{e=null}}return e}},rt=(i,t)=>!ee(i,t),yt={attribute:!0,type:String,converter:J,reflect:!1,useDefault:!1,hasChanged:rt};(Wt=Symbol.metadata)!=null||(Symbol.metadata=Symbol("metadata")),(Kt=v.litPropertyMetadata)!=null||(v.litPropertyMetadata=new WeakMap);let U=class extends HTMLElement{static addInitializer(t){var e;this._$Ei(),((e=this.l)!=null?e:this.l=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=yt){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){const s=Symbol(),n=this.getPropertyDescriptor(t,s,e);n!==void 0&&ie(this.prototype,t,n)}}static getPropertyDescriptor(t,e,s){var r;const{get:n,set:o}=(r=se(this.prototype,t))!=null?r:{get(){return this[e]},set(l){this[e]=l}};return{get:n,set(l){const a=n==null?void 0:n.call(this);o==null||o.call(this,l),this.requestUpdate(t,a,s)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){var e;return(e=this.elementProperties.get(t))!=null?e:yt}static _$Ei(){if(this.hasOwnProperty(j("elementProperties")))return;const t=oe(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(j("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(j("properties"))){const e=this.properties,s=[...ne(e),...re(e)];for(const n of s)this.createProperty(n,e[n])}const t=this[Symbol.metadata];if(t!==null){const e=litPropertyMetadata.get(t);if(e!==void 0)for(const[s,n]of e)this.elementProperties.set(s,n)}this._$Eh=new Map;for(const[e,s]of this.elementProperties){const n=this._$Eu(e,s);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){const e=[];if(Array.isArray(t)){const s=new Set(t.flat(1/0).reverse());for(const n of s)e.unshift($t(n))}else t!==void 0&&e.push($t(t));return e}static _$Eu(t,e){const s=e.attribute;return s===!1?void 0:typeof s=="string"?s:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){var t;this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),(t=this.constructor.l)==null||t.forEach(e=>e(this))}addController(t){var e,s;((e=this._$EO)!=null?e:this._$EO=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&((s=t.hostConnected)==null||s.call(t))}removeController(t){var e;(e=this._$EO)==null||e.delete(t)}_$E_(){const t=new Map,e=this.constructor.elementProperties;for(const s of e.keys())this.hasOwnProperty(s)&&(t.set(s,this[s]),delete this[s]);t.size>0&&(this._$Ep=t)}createRenderRoot(){var e;const t=(e=this.shadowRoot)!=null?e:this.attachShadow(this.constructor.shadowRootOptions);return te(t,this.constructor.elementStyles),t}connectedCallback(){var t,e;(t=this.renderRoot)!=null||(this.renderRoot=this.createRenderRoot()),this.enableUpdating(!0),(e=this._$EO)==null||e.forEach(s=>{var n;return(n=s.hostConnected)==null?void 0:n.call(s)})}enableUpdating(t){}disconnectedCallback(){var t;(t=this._$EO)==null||t.forEach(e=>{var s;return(s=e.hostDisconnected)==null?void 0:s.call(e)})}attributeChangedCallback(t,e,s){this._$AK(t,s)}_$ET(t,e){var o;const s=this.constructor.elementProperties.get(t),n=this.constructor._$Eu(t,s);if(n!==void 0&&s.reflect===!0){const r=(((o=s.converter)==null?void 0:o.toAttribute)!==void 0?s.converter:J).toAttribute(e,s.type);this._$Em=t,r==null?this.removeAttribute(n):this.setAttribute(n,r),this._$Em=null}}_$AK(t,e){var o,r,l;const s=this.constructor,n=s._$Eh.get(t);if(n!==void 0&&this._$Em!==n){const a=s.getPropertyOptions(n),c=typeof a.converter=="function"?{fromAttribute:a.converter}:((o=a.converter)==null?void 0:o.fromAttribute)!==void 0?a.converter:J;this._$Em=n;const u=c.fromAttribute(e,a.type);this[n]=(l=u!=null?u:(r=this._$Ej)==null?void 0:r.get(n))!=null?l:u,this._$Em=null}}requestUpdate(t,e,s,n=!1,o){var r,l;if(t!==void 0){const a=this.constructor;if(n===!1&&(o=this[t]),s!=null||(s=a.getPropertyOptions(t)),!(((r=s.hasChanged)!=null?r:rt)(o,e)||s.useDefault&&s.reflect&&o===((l=this._$Ej)==null?void 0:l.get(t))&&!this.hasAttribute(a._$Eu(t,s))))return;this.C(t,e,s)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:s,reflect:n,wrapped:o},r){var l,a,c;s&&!((l=this._$Ej)!=null?l:this._$Ej=new Map).has(t)&&(this._$Ej.set(t,(a=r!=null?r:e)!=null?a:this[t]),o!==!0||r!==void 0)||(this._$AL.has(t)||(this.hasUpdated||s||(e=void 0),this._$AL.set(t,e)),n===!0&&this._$Em!==t&&((c=this._$Eq)!=null?c:this._$Eq=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}const t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){var s,n;if(!this.isUpdatePending)return;if(!this.hasUpdated){if((s=this.renderRoot)!=null||(this.renderRoot=this.createRenderRoot()),this._$Ep){for(const[r,l]of this._$Ep)this[r]=l;this._$Ep=void 0}const o=this.constructor.elementProperties;if(o.size>0)for(const[r,l]of o){const{wrapped:a}=l,c=this[r];a!==!0||this._$AL.has(r)||c===void 0||this.C(r,void 0,l,c)}}let t=!1;const e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),(n=this._$EO)==null||n.forEach(o=>{var r;return(r=o.hostUpdate)==null?void 0:r.call(o)}),this.update(e)):this._$EM()}catch(o){throw t=!1,this._$EM(),o}t&&this._$AE(e)}willUpdate(t){}_$AE(t){var e;(e=this._$EO)==null||e.forEach(s=>{var n;return(n=s.hostUpdated)==null?void 0:n.call(s)}),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&(this._$Eq=this._$Eq.forEach(e=>this._$ET(e,this[e]))),this._$EM()}updated(t){}firstUpdated(t){}};U.elementStyles=[],U.shadowRootOptions={mode:"open"},U[j("elementProperties")]=new Map,U[j("finalized")]=new Map,nt==null||nt({ReactiveElement:U}),((Ft=v.reactiveElementVersions)!=null?Ft:v.reactiveElementVersions=[]).push("2.1.2");const D=globalThis,vt=i=>i,Y=D.trustedTypes,wt=Y?Y.createPolicy("lit-html",{createHTML:i=>i}):void 0,_t="$lit$",w=`lit$${Math.random().toFixed(9).slice(2)}$`,kt="?"+w,le=`<${kt}>`,E=document,B=()=>E.createComment(""),q=i=>i===null||typeof i!="object"&&typeof i!="function",ot=Array.isArray,he=i=>ot(i)||typeof(i==null?void 0:i[Symbol.iterator])=="function",at=`[ 	
\f\r]`,V=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,At=/-->/g,Et=/>/g,S=RegExp(`>|${at}(?:([^\\s"'>=/]+)(${at}*=${at}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),St=/'/g,Ct=/"/g,Pt=/^(?:script|style|textarea|title)$/i,Tt=i=>(t,...e)=>({_$litType$:i,strings:t,values:e}),d=Tt(1),_=Tt(2),C=Symbol.for("lit-noChange"),p=Symbol.for("lit-nothing"),Ot=new WeakMap,P=E.createTreeWalker(E,129);function Mt(i,t){if(!ot(i)||!i.hasOwnProperty("raw"))throw Error("invalid template strings array");return wt!==void 0?wt.createHTML(t):t}const ce=(i,t)=>{const e=i.length-1,s=[];let n,o=t===2?"<svg>":t===3?"<math>":"",r=V;for(let l=0;l<e;l++){const a=i[l];let c,u,h=-1,g=0;for(;g<a.length&&(r.lastIndex=g,u=r.exec(a),u!==null);)g=r.lastIndex,r===V?u[1]==="!--"?r=At:u[1]!==void 0?r=Et:u[2]!==void 0?(Pt.test(u[2])&&(n=RegExp("</"+u[2],"g")),r=S):u[3]!==void 0&&(r=S):r===S?u[0]===">"?(r=n!=null?n:V,h=-1):u[1]===void 0?h=-2:(h=r.lastIndex-u[2].length,c=u[1],r=u[3]===void 0?S:u[3]==='"'?Ct:St):r===Ct||r===St?r=S:r===At||r===Et?r=V:(r=S,n=void 0);const f=r===S&&i[l+1].startsWith("/>")?" ":"";o+=r===V?a+le:h>=0?(s.push(c),a.slice(0,h)+_t+a.slice(h)+w+f):a+w+(h===-2?l:f)}return[Mt(i,o+(i[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),s]};class W{constructor({strings:t,_$litType$:e},s){let n;this.parts=[];let o=0,r=0;const l=t.length-1,a=this.parts,[c,u]=ce(t,e);if(this.el=W.createElement(c,s),P.currentNode=this.el.content,e===2||e===3){const h=this.el.content.firstChild;h.replaceWith(...h.childNodes)}for(;(n=P.nextNode())!==null&&a.length<l;){if(n.nodeType===1){if(n.hasAttributes())for(const h of n.getAttributeNames())if(h.endsWith(_t)){const g=u[r++],f=n.getAttribute(h).split(w),m=/([.?@])?(.*)/.exec(g);a.push({type:1,index:o,name:m[2],strings:f,ctor:m[1]==="."?pe:m[1]==="?"?ue:m[1]==="@"?fe:Q}),n.removeAttribute(h)}else h.startsWith(w)&&(a.push({type:6,index:o}),n.removeAttribute(h));if(Pt.test(n.tagName)){const h=n.textContent.split(w),g=h.length-1;if(g>0){n.textContent=Y?Y.emptyScript:"";for(let f=0;f<g;f++)n.append(h[f],B()),P.nextNode(),a.push({type:2,index:++o});n.append(h[g],B())}}}else if(n.nodeType===8)if(n.data===kt)a.push({type:2,index:o});else{let h=-1;for(;(h=n.data.indexOf(w,h+1))!==-1;)a.push({type:7,index:o}),h+=w.length-1}o++}}static createElement(t,e){const s=E.createElement("template");return s.innerHTML=t,s}}function N(i,t,e=i,s){var r,l,a;if(t===C)return t;let n=s!==void 0?(r=e._$Co)==null?void 0:r[s]:e._$Cl;const o=q(t)?void 0:t._$litDirective$;return(n==null?void 0:n.constructor)!==o&&((l=n==null?void 0:n._$AO)==null||l.call(n,!1),o===void 0?n=void 0:(n=new o(i),n._$AT(i,e,s)),s!==void 0?((a=e._$Co)!=null?a:e._$Co=[])[s]=n:e._$Cl=n),n!==void 0&&(t=N(i,n._$AS(i,t.values),n,s)),t}class de{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){var c;const{el:{content:e},parts:s}=this._$AD,n=((c=t==null?void 0:t.creationScope)!=null?c:E).importNode(e,!0);P.currentNode=n;let o=P.nextNode(),r=0,l=0,a=s[0];for(;a!==void 0;){if(r===a.index){let u;a.type===2?u=new R(o,o.nextSibling,this,t):a.type===1?u=new a.ctor(o,a.name,a.strings,this,t):a.type===6&&(u=new ge(o,this,t)),this._$AV.push(u),a=s[++l]}r!==(a==null?void 0:a.index)&&(o=P.nextNode(),r++)}return P.currentNode=E,n}p(t){let e=0;for(const s of this._$AV)s!==void 0&&(s.strings!==void 0?(s._$AI(t,s,e),e+=s.strings.length-2):s._$AI(t[e])),e++}}class R{get _$AU(){var t,e;return(e=(t=this._$AM)==null?void 0:t._$AU)!=null?e:this._$Cv}constructor(t,e,s,n){var o;this.type=2,this._$AH=p,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=s,this.options=n,this._$Cv=(o=n==null?void 0:n.isConnected)!=null?o:!0}get parentNode(){let t=this._$AA.parentNode;const e=this._$AM;return e!==void 0&&(t==null?void 0:t.nodeType)===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=N(this,t,e),q(t)?t===p||t==null||t===""?(this._$AH!==p&&this._$AR(),this._$AH=p):t!==this._$AH&&t!==C&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):he(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==p&&q(this._$AH)?this._$AA.nextSibling.data=t:this.T(E.createTextNode(t)),this._$AH=t}$(t){var o;const{values:e,_$litType$:s}=t,n=typeof s=="number"?this._$AC(t):(s.el===void 0&&(s.el=W.createElement(Mt(s.h,s.h[0]),this.options)),s);if(((o=this._$AH)==null?void 0:o._$AD)===n)this._$AH.p(e);else{const r=new de(n,this),l=r.u(this.options);r.p(e),this.T(l),this._$AH=r}}_$AC(t){let e=Ot.get(t.strings);return e===void 0&&Ot.set(t.strings,e=new W(t)),e}k(t){ot(this._$AH)||(this._$AH=[],this._$AR());const e=this._$AH;let s,n=0;for(const o of t)n===e.length?e.push(s=new R(this.O(B()),this.O(B()),this,this.options)):s=e[n],s._$AI(o),n++;n<e.length&&(this._$AR(s&&s._$AB.nextSibling,n),e.length=n)}_$AR(t=this._$AA.nextSibling,e){var s;for((s=this._$AP)==null?void 0:s.call(this,!1,!0,e);t!==this._$AB;){const n=vt(t).nextSibling;vt(t).remove(),t=n}}setConnected(t){var e;this._$AM===void 0&&(this._$Cv=t,(e=this._$AP)==null||e.call(this,t))}}class Q{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,s,n,o){this.type=1,this._$AH=p,this._$AN=void 0,this.element=t,this.name=e,this._$AM=n,this.options=o,s.length>2||s[0]!==""||s[1]!==""?(this._$AH=Array(s.length-1).fill(new String),this.strings=s):this._$AH=p}_$AI(t,e=this,s,n){const o=this.strings;let r=!1;if(o===void 0)t=N(this,t,e,0),r=!q(t)||t!==this._$AH&&t!==C,r&&(this._$AH=t);else{const l=t;let a,c;for(t=o[0],a=0;a<o.length-1;a++)c=N(this,l[s+a],e,a),c===C&&(c=this._$AH[a]),r||(r=!q(c)||c!==this._$AH[a]),c===p?t=p:t!==p&&(t+=(c!=null?c:"")+o[a+1]),this._$AH[a]=c}r&&!n&&this.j(t)}j(t){t===p?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t!=null?t:"")}}class pe extends Q{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===p?void 0:t}}class ue extends Q{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==p)}}class fe extends Q{constructor(t,e,s,n,o){super(t,e,s,n,o),this.type=5}_$AI(t,e=this){var r;if((t=(r=N(this,t,e,0))!=null?r:p)===C)return;const s=this._$AH,n=t===p&&s!==p||t.capture!==s.capture||t.once!==s.once||t.passive!==s.passive,o=t!==p&&(s===p||n);n&&this.element.removeEventListener(this.name,this,s),o&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){var e,s;typeof this._$AH=="function"?this._$AH.call((s=(e=this.options)==null?void 0:e.host)!=null?s:this.element,t):this._$AH.handleEvent(t)}}class ge{constructor(t,e,s){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=s}get _$AU(){return this._$AM._$AU}_$AI(t){N(this,t)}}const me={I:R},lt=D.litHtmlPolyfillSupport;lt==null||lt(W,R),((Gt=D.litHtmlVersions)!=null?Gt:D.litHtmlVersions=[]).push("3.3.3");const be=(i,t,e)=>{var o,r;const s=(o=e==null?void 0:e.renderBefore)!=null?o:t;let n=s._$litPart$;if(n===void 0){const l=(r=e==null?void 0:e.renderBefore)!=null?r:null;s._$litPart$=n=new R(t.insertBefore(B(),l),l,void 0,e!=null?e:{})}return n._$AI(i),n};const T=globalThis;let O=class extends U{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){var e,s;const t=super.createRenderRoot();return(s=(e=this.renderOptions).renderBefore)!=null||(e.renderBefore=t.firstChild),t}update(t){const e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=be(e,this.renderRoot,this.renderOptions)}connectedCallback(){var t;super.connectedCallback(),(t=this._$Do)==null||t.setConnected(!0)}disconnectedCallback(){var t;super.disconnectedCallback(),(t=this._$Do)==null||t.setConnected(!1)}render(){return C}};O._$litElement$=!0,O.finalized=!0,(Zt=T.litElementHydrateSupport)==null||Zt.call(T,{LitElement:O});const ht=T.litElementPolyfillSupport;ht==null||ht({LitElement:O}),((Jt=T.litElementVersions)!=null?Jt:T.litElementVersions=[]).push("4.2.2");const ct=i=>(t,e)=>{e!==void 0?e.addInitializer(()=>{customElements.define(i,t)}):customElements.define(i,t)};const $e={attribute:!0,type:String,converter:J,reflect:!1,hasChanged:rt},xe=(i=$e,t,e)=>{const{kind:s,metadata:n}=e;let o=globalThis.litPropertyMetadata.get(n);if(o===void 0&&globalThis.litPropertyMetadata.set(n,o=new Map),s==="setter"&&((i=Object.create(i)).wrapped=!0),o.set(e.name,i),s==="accessor"){const{name:r}=e;return{set(l){const a=t.get.call(this);t.set.call(this,l),this.requestUpdate(r,a,i,!0,l)},init(l){return l!==void 0&&this.C(r,void 0,i,l),l}}}if(s==="setter"){const{name:r}=e;return function(l){const a=this[r];t.call(this,l),this.requestUpdate(r,a,i,!0,l)}}throw Error("Unsupported decorator location: "+s)};function k(i){return(t,e)=>typeof e=="object"?xe(i,t,e):((s,n,o)=>{const r=n.hasOwnProperty(o);return n.constructor.createProperty(o,s),r?Object.getOwnPropertyDescriptor(n,o):void 0})(i,t,e)}function M(i){return k({...i,state:!0,attribute:!1})}const ye=(i,t,e)=>(e.configurable=!0,e.enumerable=!0,Reflect.decorate&&typeof t!="object"&&Object.defineProperty(i,t,e),e);function K(i,t){return(e,s,n)=>{const o=r=>{var l,a;return(a=(l=r.renderRoot)==null?void 0:l.querySelector(i))!=null?a:null};return ye(e,s,{get(){return o(this)}})}}class ve{constructor(t){var e;this.cell=t,this.items=[];try{const s=JSON.parse((e=t.get())!=null?e:"[]");this.items=s.map(n=>({...n,state:n.state==="failed"?"failed":"queued"}))}catch{t.set(null)}}add(t){const e={id:we(),draft:t,at:new Date().toISOString(),state:"queued",reason:"",again:!0};return this.items=[...this.items,e],this.save(),e}find(t){return this.items.find(e=>e.id===t)}next(){if(!this.items.some(t=>t.state==="sending"))return this.items.find(t=>t.state==="queued")}mark(t,e,s="",n=!0){Object.assign(t,{state:e,reason:s,again:n}),this.save()}remove(t){this.items=this.items.filter(e=>e.id!==t),this.save()}requeue(){for(const t of this.items)t.state==="sending"&&(t.state="queued");this.save()}save(){const t=this.items.filter(e=>e.draft.kind!=="picture");this.cell.set(t.length?JSON.stringify(t):null)}}function we(){return Array.from(crypto.getRandomValues(new Uint8Array(12)),i=>i.toString(16).padStart(2,"0")).join("")}const _e=25e3,Lt=1e4,ke=15e3,Ae=8e3,Ut=[500,1e3,2e3,4e3,8e3,15e3],Ee=4401;class Nt extends Error{constructor(t,e){super(t),this.again=e}}class Se{constructor(t,e,s){this.server=t,this.cells=e,this.onChange=s,this.messages=[],this.online=!1,this.loaded=!1,this.owner="bot",this.staff=null,this.typing=!1,this.company="",this.socket=null,this.started=!1,this.tries=0,this.shown=0,this.handles=new Map,this.timers={retry:0,ping:0,silence:0,ack:0,typing:0},this.hurry=()=>{document.visibilityState!=="hidden"&&(this.online&&this.ping(),!this.socket&&(clearTimeout(this.timers.retry),this.tries=0,this.connect()))},this.lose=()=>this.reconnectLater(),this.ping=()=>{this.transmit({type:"ping"}),clearTimeout(this.timers.silence),this.timers.silence=window.setTimeout(this.lose,Lt)},this.outbox=new ve(e.outbox)}get knownVisitor(){return this.cells.token.get()!==null}start(){this.started||(this.started=!0,window.addEventListener("online",this.hurry),window.addEventListener("offline",this.lose),document.addEventListener("visibilitychange",this.hurry),this.connect())}stop(){this.started=!1,window.removeEventListener("online",this.hurry),window.removeEventListener("offline",this.lose),document.removeEventListener("visibilitychange",this.hurry),this.drop(),clearTimeout(this.timers.retry)}send(t){this.outbox.add(t),this.flush(),this.onChange()}retry(t){this.outbox.mark(t,"queued"),this.flush(),this.onChange()}discard(t){this.outbox.remove(t.id),this.onChange()}async picture(t){const e=await fetch(`${this.server}/chat/api/pictures/${encodeURIComponent(t)}`,{headers:{Authorization:`Bearer ${this.cells.token.get()}`}});if(!e.ok)throw new Error(String(e.status));return e.blob()}async connect(){try{await this.openSession()}catch{this.reconnectLater();return}if(!this.started||this.socket)return;const t=new WebSocket(`${this.server.replace(/^http/,"ws")}/chat/api/socket`);this.socket=t,t.onopen=()=>{var e;return this.transmit({type:"hello",token:(e=this.cells.token.get())!=null?e:"",since:this.shown})},t.onmessage=e=>this.take(JSON.parse(e.data)),t.onclose=e=>{e.code===Ee&&this.cells.token.set(null),this.reconnectLater()},this.timers.silence=window.setTimeout(this.lose,Lt)}async openSession(){if(this.company&&this.knownVisitor)return;const t=await fetch(`${this.server}/chat/api/session`,{method:"POST",headers:{"Content-Type":"application/json"},body:JSON.stringify({token:this.cells.token.get()})});if(!t.ok)throw new Error(String(t.status));const e=await t.json();this.cells.token.set(e.token),this.company=e.company,this.onChange()}reconnectLater(){if(this.drop(),!this.started)return;const t=Ut[Math.min(this.tries++,Ut.length-1)];clearTimeout(this.timers.retry),this.timers.retry=window.setTimeout(()=>{this.connect()},t*(.7+Math.random()*.6)),this.onChange()}drop(){for(const t of["ping","silence","ack"])clearTimeout(this.timers[t]);this.socket&&(this.socket.onopen=this.socket.onmessage=this.socket.onclose=null,this.socket.close(),this.socket=null),this.online=!1,this.typing=!1,this.outbox.requeue()}take(t){switch(clearTimeout(this.timers.silence),clearTimeout(this.timers.ping),this.timers.ping=window.setTimeout(this.ping,_e),t.type){case"history":this.online=!0,this.loaded=!0,this.tries=0,t.messages.forEach(e=>this.show(e)),this.setOwner(t.owner,t.staff),this.flush();break;case"message":this.show(t);break;case"owner":this.setOwner(t.owner,t.staff);break;case"typing":this.typing=!0,clearTimeout(this.timers.typing),this.timers.typing=window.setTimeout(()=>this.stopTyping(),Ae);break;case"ack":this.acknowledge(t.id,t.seq);break;case"refused":{const e=this.outbox.find(t.id);e&&this.fail(e,t.text,t.again);break}}this.onChange()}setOwner(t,e){this.owner=t,this.staff=e}show(t){this.shown=Math.max(this.shown,t.seq),t.from!=="customer"&&this.stopTyping(),t.id&&this.outbox.find(t.id)&&this.settle(t.id),this.insert(t)}insert(t){const e=this.messages.filter(n=>n.seq!==t.seq),s=e.findIndex(n=>n.seq>t.seq);this.messages=s<0?[...e,t]:[...e.slice(0,s),t,...e.slice(s)]}acknowledge(t,e){const s=this.outbox.find(t);if(!s)return;const{kind:n,text:o}=s.draft;this.insert({seq:e,id:t,from:"customer",kind:n==="picture"?"image":"text",text:o,at:s.at}),this.settle(t)}settle(t){var s;const e=((s=this.outbox.find(t))==null?void 0:s.state)==="sending";this.outbox.remove(t),this.handles.delete(t),e&&clearTimeout(this.timers.ack),this.flush()}fail(t,e,s){clearTimeout(this.timers.ack),this.handles.delete(t.id),this.outbox.mark(t,"failed",e,s),this.flush()}flush(){const t=this.online?this.outbox.next():void 0;t&&(this.outbox.mark(t,"sending"),this.dispatch(t))}async dispatch(t){var n;const{id:e,draft:s}=t;if(s.kind==="say")this.transmit({type:"say",id:e,text:s.text});else if(s.kind==="choose")this.transmit({type:"choose",id:e,choice:s.choice});else{const o=this.socket;try{const r=(n=this.handles.get(e))!=null?n:await this.upload(s.file);if(this.handles.set(e,r),this.socket!==o||t.state!=="sending")return;this.transmit({type:"picture",id:e,media:r})}catch(r){r instanceof Nt?this.fail(t,r.message,r.again):this.socket===o&&this.fail(t,"网络不稳，图片没有发出去",!0),this.onChange();return}}clearTimeout(this.timers.ack),this.timers.ack=window.setTimeout(this.lose,ke)}async upload(t){var n;const e=await fetch(`${this.server}/chat/api/pictures`,{method:"POST",headers:{Authorization:`Bearer ${this.cells.token.get()}`,"Content-Type":t.type},body:t}),s=await e.json();if(!e.ok||!s.media)throw new Nt((n=s.error)!=null?n:"图片没有发出去",e.status===429||e.status>=500);return s.media}stopTyping(){clearTimeout(this.timers.typing),this.typing=!1,this.onChange()}transmit(t){var e;((e=this.socket)==null?void 0:e.readyState)===WebSocket.OPEN&&this.socket.send(JSON.stringify(t))}}const I=(i,t=22)=>_`<svg viewBox="0 0 24 24" width=${t} height=${t} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${i}</svg>`,X=(i=26)=>_`<svg viewBox="0 0 24 24" width=${i} height=${i} fill="currentColor" aria-hidden="true"><path fill-rule="evenodd" d="M12 2.5c5.6 0 10 3.9 10 8.9s-4.4 8.9-10 8.9c-.9 0-1.8-.1-2.6-.3L5 22.3c-.5.3-1.1-.2-.9-.8l.9-3.2C3.1 16.7 2 14.2 2 11.4c0-5 4.4-8.9 10-8.9Zm1.3 3.7-5.2 6.3c-.3.3 0 .8.4.8h2.7l-.8 3.7c-.1.5.5.8.9.4l5.1-6.2c.3-.3 0-.8-.4-.8h-2.7l.9-3.8c.1-.5-.6-.8-.9-.4Z" clip-rule="evenodd"/></svg>`,Ce=()=>I(_`<path d="M6 9.5 12 15.5 18 9.5"/>`),Pe=()=>I(_`<rect x="3.5" y="4.5" width="17" height="15" rx="2.5"/><circle cx="9" cy="10" r="1.6"/><path d="m4 17.5 5-4.5 3.5 3 3-2.5 4.5 4"/>`),Te=()=>I(_`<circle cx="12" cy="8.5" r="3.7"/><path d="M4.8 20c.7-3.7 3.6-5.7 7.2-5.7s6.5 2 7.2 5.7"/>`,20),Oe=()=>I(_`<path d="M12 5v13m-5.5-5L12 18.5 17.5 13"/>`,16),Me=()=>I(_`<path d="M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11Z"/><circle cx="12" cy="10" r="2.3"/>`,16),Le=()=>I(_`<path d="M12 8.5v4.5m0 3v.1M10.3 4.3 2.9 17.2c-.7 1.2.2 2.8 1.7 2.8h14.8c1.5 0 2.4-1.6 1.7-2.8L13.7 4.3c-.8-1.3-2.6-1.3-3.4 0Z"/>`,16),tt=document.currentScript,Rt=tt!=null&&tt.src?new URL(tt.src).origin:window.location.origin;class dt{constructor(t,e){this.store=t,this.key=e,this.memory=null}get(){var t;try{return(t=this.store().getItem(this.key))!=null?t:this.memory}catch{return this.memory}}set(t){this.memory=t;try{t===null?this.store().removeItem(this.key):this.store().setItem(this.key,t)}catch{}}}function Ue(i){const t=()=>window.localStorage;return{token:new dt(t,`laidian:token:${i}`),read:new dt(t,`laidian:read:${i}`),outbox:new dt(()=>window.sessionStorage,`laidian:outbox:${i}`)}}const It=Z`
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
`,Ne=[It,Z`
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
    @media (hover: hover) {
      .bubble:hover {
        transform: translateY(-2px);
      }
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
  `],Re=[It,Z`
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
    @media (hover: hover) {
      header .icon:hover {
        background: rgb(255 255 255 / 16%);
      }
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
      max-width: min(82%, 560px);
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
      text-align: inherit;
    }
    @media (hover: hover) {
      .reply:hover {
        border-color: var(--brand);
        background: var(--tint);
      }
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
      display: grid;
      grid-template-columns: repeat(2, auto);
      gap: 10px;
      justify-content: center;
      margin: 18px 0 22px;
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
    @media (hover: hover) {
      footer .icon:hover {
        background: var(--tint);
        color: var(--brand-deep);
      }
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
      flex: none;
      height: 40px;
      padding: 0 16px;
      font-weight: 600;
      border: 0;
      border-radius: 12px;
      background: var(--brand);
      color: #fff;
    }
    @media (hover: hover) {
      .send:hover:enabled {
        background: var(--brand-deep);
      }
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
  `];const Ie={CHILD:2},ze=i=>(...t)=>({_$litDirective$:i,values:t});let He=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,s){this._$Ct=t,this._$AM=e,this._$Ci=s}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};const{I:je}=me,zt=i=>i,Ht=()=>document.createComment(""),F=(i,t,e)=>{var o;const s=i._$AA.parentNode,n=t===void 0?i._$AB:t._$AA;if(e===void 0){const r=s.insertBefore(Ht(),n),l=s.insertBefore(Ht(),n);e=new je(r,l,i,i.options)}else{const r=e._$AB.nextSibling,l=e._$AM,a=l!==i;if(a){let c;(o=e._$AQ)==null||o.call(e,i),e._$AM=i,e._$AP!==void 0&&(c=i._$AU)!==l._$AU&&e._$AP(c)}if(r!==n||a){let c=e._$AA;for(;c!==r;){const u=zt(c).nextSibling;zt(s).insertBefore(c,n),c=u}}}return e},L=(i,t,e=i)=>(i._$AI(t,e),i),De={},Be=(i,t=De)=>i._$AH=t,qe=i=>i._$AH,pt=i=>{i._$AR(),i._$AA.remove()};const jt=(i,t,e)=>{const s=new Map;for(let n=t;n<=e;n++)s.set(i[n],n);return s},Ve=ze(class extends He{constructor(i){if(super(i),i.type!==Ie.CHILD)throw Error("repeat() can only be used in text expressions")}dt(i,t,e){let s;e===void 0?e=t:t!==void 0&&(s=t);const n=[],o=[];let r=0;for(const l of i)n[r]=s?s(l,r):r,o[r]=e(l,r),r++;return{values:o,keys:n}}render(i,t,e){return this.dt(i,t,e).values}update(i,[t,e,s]){var Yt;const n=qe(i),{values:o,keys:r}=this.dt(t,e,s);if(!Array.isArray(n))return this.ut=r,o;const l=(Yt=this.ut)!=null?Yt:this.ut=[],a=[];let c,u,h=0,g=n.length-1,f=0,m=o.length-1;for(;h<=g&&f<=m;)if(n[h]===null)h++;else if(n[g]===null)g--;else if(l[h]===r[f])a[f]=L(n[h],o[f]),h++,f++;else if(l[g]===r[m])a[m]=L(n[g],o[m]),g--,m--;else if(l[h]===r[m])a[m]=L(n[h],o[m]),F(i,a[m+1],n[h]),h++,m--;else if(l[g]===r[f])a[f]=L(n[g],o[f]),F(i,n[h],n[g]),g--,f++;else if(c===void 0&&(c=jt(r,f,m),u=jt(l,h,g)),c.has(l[h]))if(c.has(l[g])){const y=u.get(r[f]),gt=y!==void 0?n[y]:null;if(gt===null){const Qt=F(i,n[h]);L(Qt,o[f]),a[f]=Qt}else a[f]=L(gt,o[f]),F(i,n[h],gt),n[y]=null;f++}else pt(n[g]),g--;else pt(n[h]),h++;for(;f<=m;){const y=F(i,a[m+1]);L(y,o[f]),a[f++]=y}for(;h<=g;){const y=n[h++];y!==null&&pt(y)}return this.ut=r,Be(i,a),C}}),We=/https?:\/\/[^\s<>"'（）()【】《》「」“”‘’，。；：！？、]+|95598|12398|12345|110|119|120/g,Ke=/[.,;:!?]+$/,Fe=/[\dA-Za-z.\-¥￥:：]$/,Ge=/^(?:[\d.\-:：]*\d|\s*[元块度%％个户天日号月年岁米分秒小次台斤千万kKvVwWaA伏瓦安])/;function Ze(i){const t=[];let e=0;for(const s of i.matchAll(We)){const n=s[0].replace(Ke,""),o=n.startsWith("http")?Je(n):Ye(i,s.index,n);o!==null&&(s.index>e&&t.push(i.slice(e,s.index)),t.push({href:o,text:n}),e=s.index+n.length)}return e<i.length&&t.push(i.slice(e)),t}function Je(i){try{return new URL(i).href}catch{return null}}function Ye(i,t,e){const s=i.slice(0,t),n=/(?:电话|热线|拨打|致电|号码)[:：]$/.test(s);return Fe.test(s)&&!n||Ge.test(i.slice(t+e.length))?null:`tel:${e}`}var Qe=Object.defineProperty,Xe=Object.getOwnPropertyDescriptor,z=(i,t,e,s)=>{for(var n=s>1?void 0:s?Xe(t,e):t,o=i.length-1,r;o>=0;o--)(r=i[o])&&(n=(s?r(t,e,n):r(n))||n);return s&&n&&Qe(t,e,n),n};const ti=/^image\/(?:jpeg|png|gif|webp)$/;let A=class extends O{constructor(){super(...arguments),this.address="",this.failed=!1}willUpdate(){var t;const i=(t=this.file)!=null?t:this.media;i!==this.source&&!(this.address&&this.media)&&(this.source=i,this.load())}disconnectedCallback(){super.disconnectedCallback(),URL.revokeObjectURL(this.address),this.address="",this.source=void 0}render(){return this.address?d`<a href=${this.address} target="_blank" rel="noopener" aria-label="查看大图"
        ><img src=${this.address} alt="图片" /></a
      >`:this.failed?d`<div class="wait"><span>图片打不开<button @click=${this.load}>再试</button></span></div>`:d`<div class="wait">${this.media||this.file?"图片加载中…":p}</div>`}async load(){var i;this.failed=!1;try{const t=(i=this.file)!=null?i:this.media?await this.client.picture(this.media):null;if(!t||!this.isConnected)return;if(!ti.test(t.type))throw new Error(t.type);this.address=URL.createObjectURL(t)}catch{this.failed=!0}}};A.styles=Z`
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
  `,z([k({attribute:!1})],A.prototype,"client",2),z([k({attribute:!1})],A.prototype,"media",2),z([k({attribute:!1})],A.prototype,"file",2),z([M()],A.prototype,"address",2),z([M()],A.prototype,"failed",2),A=z([ct("laidian-picture")],A);function Dt(i){const t=i.messages.map(s=>{var n;return{key:(n=s.id)!=null?n:String(s.seq),from:s.from,kind:s.kind,text:s.text,at:s.at,message:s}}),e=i.outbox.items.map(s=>({key:s.id,from:"customer",kind:s.draft.kind==="picture"?"image":"text",text:s.draft.text,at:s.at,pending:s}));return[...t,...e]}function ei(i,t,e){var n,o,r;if(i.from==="system")return d`<div class="line" data-from="system" role="group" aria-label="系统消息">
      <div class="body">${ut(i.text)}</div>
      ${e?Bt(i,t):p}
    </div>`;const s=(n=i.message)==null?void 0:n.staff;return d`<div class="line" data-from=${i.from} data-state=${(r=(o=i.pending)==null?void 0:o.state)!=null?r:"stored"} role="group" aria-label=${ii(i)}>
    ${i.from==="customer"?p:d`<span class="face" aria-hidden="true">${i.from==="bot"?X(22):Te()}</span>`}
    <div class="stack">
      ${i.from==="staff"?d`<div class="name">人工客服${s?` · ${s}`:""}</div>`:p}
      <div class="body">${si(i,t.client)}</div>
      ${i.pending?ni(i.pending,t):p}
      ${e?Bt(i,t):p}
    </div>
  </div>`}function ii(i){var t;return i.from==="customer"?"我":i.from==="bot"?"机器人":(t=i.message)!=null&&t.staff?`人工客服${i.message.staff}`:"人工客服"}function si(i,t){var n,o,r;const e=(n=i.pending)==null?void 0:n.draft,s=(e==null?void 0:e.kind)==="picture"?e.file:void 0;return i.kind==="image"?d`<laidian-picture .client=${t} .media=${(o=i.message)==null?void 0:o.media} .file=${s}></laidian-picture>
      ${i.text?ut(i.text):p}`:(r=i.message)!=null&&r.place?d`<span class="place">${Me()} ${i.message.place}</span>`:ut(i.text)}function ut(i){const t=Ze(i).map(e=>typeof e=="string"?e:e.href.startsWith("tel:")?d`<a href=${e.href}>${e.text}</a>`:d`<a href=${e.href} target="_blank" rel="noopener noreferrer nofollow">${e.text}</a>`);return d`<span class="text">${t}</span>`}function ni(i,t){if(i.state==="sending")return d`<div class="state">发送中…</div>`;if(i.state==="queued")return d`<div class="state">等待发送</div>`;const e=i.again?d`<button class="mend" @click=${()=>t.retry(i)}>重试</button>`:i.draft.kind==="say"?d`<button class="mend" @click=${()=>t.edit(i)}>修改</button>`:p;return d`<div class="state failed">
    <span>${Le()} 未发送${i.reason?`：${i.reason}`:""}</span>
    ${e}<button class="mend" @click=${()=>t.discard(i)}>删除</button>
  </div>`}function Bt(i,t){var s;const e=(s=i.message)==null?void 0:s.buttons;return e!=null&&e.length?d`<div class="replies">
    ${e.map(n=>d`<button class="reply" @click=${()=>t.choose(n)}>${n.title}</button>`)}
  </div>`:p}const ft=new Intl.DateTimeFormat("zh-CN",{timeZone:"Asia/Shanghai",month:"long",day:"numeric"}),ri=new Intl.DateTimeFormat("zh-CN",{timeZone:"Asia/Shanghai",hour:"2-digit",minute:"2-digit",hour12:!1});function oi(i){const t=new Date(i),e=ft.format(t),s=Date.now();return`${e===ft.format(s)?"今天":e===ft.format(s-864e5)?"昨天":e} ${ri.format(t)}`}const et=2e3,ai=10*1024*1024,qt=["image/jpeg","image/png","image/gif","image/webp"];var li=Object.defineProperty,hi=Object.getOwnPropertyDescriptor,$=(i,t,e,s)=>{for(var n=s>1?void 0:s?hi(t,e):t,o=i.length-1,r;o>=0;o--)(r=i[o])&&(n=(s?r(t,e,n):r(n))||n);return s&&n&&li(t,e,n),n};const ci=["我家停电了","查询电费","报修进度","转人工"],di={bot:"我是智能客服“来电”（机器人），可随时说“转人工”",queue:"正在等工作人员，可以先把情况写下来",staff:"现在是工作人员在为您服务"},pi=80,ui=5*6e4,fi=et-200;let b=class extends O{constructor(){super(...arguments),this.version=0,this.closable=!1,this.text="",this.hint="",this.unseen=!1,this.pinned=!0,this.lastKey="",this.lastTop=0,this.actions={choose:i=>this.deliver({kind:"choose",text:i.title,choice:i.id}),retry:i=>this.client.retry(i),discard:i=>this.client.discard(i),edit:i=>{this.client.discard(i),this.prefill(i.draft.text)}}}focusBox(){var i;(i=this.box)==null||i.focus({preventScroll:!0})}prefill(i){this.text=i,this.updateComplete.then(()=>this.focusBox())}firstUpdated(){const i=new ResizeObserver(()=>this.follow());i.observe(this.log),i.observe(this.log.firstElementChild)}updated(i){i.has("text")&&this.fitBox();const t=Dt(this.client),e=t[t.length-1];e&&e.key!==this.lastKey&&(this.lastKey=e.key,e.pending?this.pinned=!0:!this.pinned&&e.from!=="customer"&&(this.unseen=!0)),this.follow()}render(){return d`
      <header>
        <span class="mark" aria-hidden="true">${X(28)}</span>
        <div class="title">
          <strong>在线客服</strong>
          <span class="company">${this.client.company}</span>
        </div>
        <span class="owner" data-owner=${this.client.owner} role="status">${this.ownerLabel()}</span>
        ${this.closable?d`<button class="icon" aria-label="收起对话" title="收起" @click=${this.askClose}>${Ce()}</button>`:p}
      </header>
      <p class="notice">${di[this.client.owner]}</p>
      <div class="offline" role="status" ?hidden=${this.client.online}>${this.connectionText()}</div>
      ${this.renderLog()}
      ${this.unseen?d`<button class="jump" @click=${this.jump}>有新消息 ${Oe()}</button>`:p}
      ${this.renderComposer()}
    `}renderLog(){const i=Dt(this.client),t=i.map(s=>s.from).lastIndexOf("customer"),e={...this.actions,client:this.client};return d`<div class="log" role="log" aria-label="对话" tabindex="0" @scroll=${this.onScroll}>
      <div class="lines">
        ${this.client.loaded&&!i.length?this.renderWelcome():p}
        ${Ve(i,s=>s.key,(s,n)=>d`<div class="entry">
            ${gi(i,n)?d`<div class="time">${oi(s.at)}</div>`:p}
            ${ei(s,e,n>t)}
          </div>`)}
        ${this.client.typing?d`<div class="typing" data-typing><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>正在输入…</div>`:p}
      </div>
    </div>`}renderWelcome(){return d`<section class="welcome">
      <span class="mark" aria-hidden="true">${X(34)}</span>
      <h2>您好，需要什么帮助？</h2>
      <p>停电、电费、报修、办电，<br />直接说给我听就行。</p>
      <div class="suggestions">
        ${ci.map(i=>d`<button class="reply" @click=${()=>this.deliver({kind:"say",text:i})}>${i}</button>`)}
      </div>
      <p class="danger">看到断线、冒烟、有人触电，请先远离，并马上拨打 <a href="tel:95598">95598</a>；有人受伤请拨打 <a href="tel:120">120</a>。</p>
    </section>`}renderComposer(){const i=[...this.text].length,t=i>et;return d`<footer>
      <div class="hint" role="status" ?hidden=${!this.hint&&i<fi} data-bad=${t||!!this.hint}>
        ${this.hint||`${i} / ${et} 字${t?"，请分成几条发送":""}`}
      </div>
      <div class="row">
        <button class="icon" aria-label="添加图片" title="添加图片" @click=${()=>this.chooser.click()}>${Pe()}</button>
        <input type="file" accept=${qt.join(",")} hidden @change=${this.onChosen} />
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
        <button class="send" ?disabled=${!this.text.trim()||t} @click=${this.submit}>发送</button>
      </div>
    </footer>`}ownerLabel(){return this.client.owner==="queue"?"人工排队中":this.client.owner==="bot"?"机器人":this.client.staff?`人工 · ${this.client.staff}`:"人工"}connectionText(){return!this.client.loaded&&navigator.onLine?"正在连接…":"网络已断开，正在重连；您发的消息会在恢复后送出"}deliver(i){this.pinned=!0,this.client.send(i)}submit(){const i=this.text.trim();!i||[...i].length>et||(this.text="",this.hint="",this.deliver({kind:"say",text:i}),this.focusBox())}onInput(i){this.text=i.target.value,this.hint=""}onKey(i){i.key!=="Enter"||i.shiftKey||i.isComposing||i.keyCode===229||(i.preventDefault(),this.submit())}onPaste(i){var e;const t=(e=i.clipboardData)==null?void 0:e.files[0];t&&(i.preventDefault(),this.sendPicture(t))}onChosen(){var t;const i=(t=this.chooser.files)==null?void 0:t[0];this.chooser.value="",i&&this.sendPicture(i)}sendPicture(i){qt.includes(i.type)?i.size>ai?this.hint="图片超过 10 MB，请压缩后再发":(this.hint="",this.deliver({kind:"picture",text:"",file:i})):this.hint="只能发送 JPG、PNG、GIF、WebP 图片"}fitBox(){this.box.style.height="auto",this.box.style.height=`${this.box.scrollHeight}px`}onScroll(){const{scrollTop:i,scrollHeight:t,clientHeight:e}=this.log;t-i-e<pi?this.pinned=!0:i<this.lastTop&&(this.pinned=!1),this.lastTop=i,this.pinned&&(this.unseen=!1)}follow(){this.pinned&&(this.log.scrollTop=this.log.scrollHeight)}jump(){this.pinned=!0,this.unseen=!1,this.follow(),this.focusBox()}askClose(){this.dispatchEvent(new CustomEvent("laidian-close",{bubbles:!0,composed:!0}))}};b.styles=Re,$([k({attribute:!1})],b.prototype,"client",2),$([k({attribute:!1})],b.prototype,"version",2),$([k({type:Boolean})],b.prototype,"closable",2),$([M()],b.prototype,"text",2),$([M()],b.prototype,"hint",2),$([M()],b.prototype,"unseen",2),$([K("textarea")],b.prototype,"box",2),$([K(".log")],b.prototype,"log",2),$([K("input[type=file]")],b.prototype,"chooser",2),b=$([ct("laidian-panel")],b);function gi(i,t){return t===0?!0:Date.parse(i[t].at)-Date.parse(i[t-1].at)>ui}var mi=Object.defineProperty,bi=Object.getOwnPropertyDescriptor,H=(i,t,e,s)=>{for(var n=s>1?void 0:s?bi(t,e):t,o=i.length-1,r;o>=0;o--)(r=i[o])&&(n=(s?r(t,e,n):r(n))||n);return s&&n&&mi(t,e,n),n};let x=class extends O{constructor(){super(...arguments),this.mode="bubble",this.open=!1,this.version=0,this.cells=Ue(Rt),this.client=new Se(Rt,this.cells,()=>this.version++),this.onPageClick=i=>{var e,s,n;const t=(s=(e=i.target)==null?void 0:e.closest)==null?void 0:s.call(e,"[data-laidian-open]");!t||this.mode==="page"||(i.preventDefault(),this.show((n=t.getAttribute("data-laidian-open"))!=null?n:""))},this.markRead=()=>{var e;const{messages:i}=this.client,t=i[i.length-1];!t||document.visibilityState==="hidden"||!(this.open||this.mode==="page")||t.seq>Number((e=this.cells.read.get())!=null?e:0)&&this.cells.read.set(String(t.seq))},this.fitViewport=()=>{var t;const i=(t=window.visualViewport)==null?void 0:t.height;i&&this.style.setProperty("--laidian-height",`${i}px`)}}connectedCallback(){var i;super.connectedCallback(),document.addEventListener("click",this.onPageClick),document.addEventListener("visibilitychange",this.markRead),(i=window.visualViewport)==null||i.addEventListener("resize",this.fitViewport),this.fitViewport(),(this.mode==="page"||this.client.knownVisitor)&&this.client.start()}disconnectedCallback(){var i;super.disconnectedCallback(),document.removeEventListener("click",this.onPageClick),document.removeEventListener("visibilitychange",this.markRead),(i=window.visualViewport)==null||i.removeEventListener("resize",this.fitViewport),this.client.stop()}updated(){this.markRead()}render(){const i=e=>d`<laidian-panel .client=${this.client} .version=${this.version} ?closable=${e}></laidian-panel>`;if(this.mode==="page")return d`<main class="page" aria-label="在线客服">${i(!1)}</main>`;if(this.open)return d`<div class="dialog" role="dialog" aria-label="在线客服对话" tabindex="-1" @keydown=${this.onKey} @laidian-close=${this.hide}>
        ${i(!0)}
      </div>`;const t=this.unread();return d`<button class="bubble" aria-label="在线客服" aria-haspopup="dialog" aria-describedby="unread" @click=${()=>this.show()}>
        ${X(28)}<span class="label" aria-hidden="true">在线客服</span>
        ${t?d`<span class="badge" aria-hidden="true">${t>99?"99+":t}</span>`:p}
      </button>
      <span id="unread" class="hidden" role="status">${t?`${t} 条未读消息`:""}</span>`}async show(i=""){var t,e,s,n;this.client.start(),this.open=!0,await this.updateComplete,await((t=this.panel)==null?void 0:t.updateComplete),i?(e=this.panel)==null||e.prefill(i):window.matchMedia("(pointer: coarse)").matches?(s=this.renderRoot.querySelector(".dialog"))==null||s.focus():(n=this.panel)==null||n.focusBox()}async hide(){var i;this.open=!1,await this.updateComplete,(i=this.bubble)==null||i.focus()}onKey(i){i.key==="Escape"&&!i.isComposing&&i.keyCode!==229&&this.hide()}unread(){var t;const i=Number((t=this.cells.read.get())!=null?t:0);return this.client.messages.filter(e=>e.from!=="customer"&&e.seq>i).length}};x.styles=Ne,H([k({reflect:!0})],x.prototype,"mode",2),H([M()],x.prototype,"open",2),H([M()],x.prototype,"version",2),H([K("laidian-panel")],x.prototype,"panel",2),H([K(".bubble")],x.prototype,"bubble",2),x=H([ct("laidian-chat")],x);function Vt(){document.querySelector("laidian-chat")||document.body.append(new x)}document.body&&document.readyState!=="loading"?Vt():document.addEventListener("DOMContentLoaded",Vt)})();
