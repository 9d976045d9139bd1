// What is shown of a file. WeChat's <image> shows no WebP of its own accord: pictures are taken as JPEG.

/** @param {Wire.Rendition[]} renditions @param {Wire.Rendition['purpose'][]} purposes the best first @returns {Wire.Rendition | null} */
function firstOf(renditions, purposes) {
  return purposes.map(purpose => renditions.find(one => one.purpose === purpose)).find(Boolean) || null
}

/** The address of the best there is, '' when there is none. @param {Wire.Rendition[]} renditions @param {Wire.Rendition['purpose'][]} purposes */
function addressOf(renditions, purposes) {
  const found = firstOf(renditions, purposes)
  return found ? found.url : ''
}

/** Height as a percentage of the width, for a place that is kept while the picture loads; 0 when it is not known. @param {Wire.Rendition | null} one */
function heightPercent(one) {
  return one && one.width && one.height ? Math.round(one.height / one.width * 1000) / 10 : 0
}

/** A small picture of a file in a list: of a photograph or of a film. @param {Wire.Rendition[]} renditions */
function thumbOf(renditions) {
  return addressOf(renditions, ['thumb', 'display', 'poster'])
}

module.exports = { firstOf, addressOf, heightPercent, thumbOf }
