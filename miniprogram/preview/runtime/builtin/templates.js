// The insides of the built-in components. `i` is the browser's element that does the work.
const slot = '<slot/>'

module.exports = {
  image: '<img id="i" class="picture" alt="" src="{{shown}}" style="object-fit:{{fit}};object-position:{{at}};{{more}}" />',
  'cover-image': '<img id="i" class="picture" alt="" src="{{shown}}" />',
  icon: '<i id="i" class="sign" style="font-size:{{size}}px;color:{{color}}">{{glyph}}</i>',
  button: '<i wx:if="{{loading}}" class="loading" /><slot/>',
  input: '<input id="i" class="field" />',
  textarea: '<textarea id="i" class="field" />',
  switch: '<input id="i" type="checkbox" role="switch" class="{{type === \'checkbox\' ? \'tick\' : \'switch\'}}" />',
  checkbox: '<input id="i" type="checkbox" class="tick" tabindex="-1" /><slot/>',
  radio: '<input id="i" type="radio" class="tick round" tabindex="-1" /><slot/>',
  slider: '<input id="i" type="range" class="range" /><i id="value" class="range-value" hidden="{{!showValue}}">{{value}}</i>',
  progress: `<i class="bar" style="height:{{strokeWidth}}px;background:{{backgroundColor}}">
    <i class="bar-done" style="width:{{percent}}%;background:{{activeColor || color}}" /></i>
    <i wx:if="{{showInfo}}" class="bar-words">{{percent}}%</i>`,
  swiper: `<div id="i" class="track"><slot/></div><div wx:if="{{indicatorDots}}" class="dots">
    <i wx:for="{{dots}}" wx:key="*this" class="{{item === current ? 'dot on' : 'dot'}}"
      style="background:{{item === current ? indicatorActiveColor : indicatorColor}}" /></div>`,
  video: '<video id="i" playsinline class="film" />',
  canvas: '<canvas id="i" class="drawing" />',
  'rich-text': '<div id="i" />',
  'swiper-item': slot,
  'scroll-view': slot,
  picker: slot,
  'checkbox-group': slot,
  'radio-group': slot,
  label: slot,
  form: slot,
  navigator: slot,
  'root-portal': slot,
  'page-container': slot
}
