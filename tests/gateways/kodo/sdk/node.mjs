// The official Node SDK against a store: form, v2, management, private address. Arguments: url, ak, sk, file.
import qiniu from 'qiniu'
import { createRequire } from 'node:module'

const { Region } = createRequire(import.meta.url)('qiniu/qiniu/httpc/region.js')
const { Endpoint } = createRequire(import.meta.url)('qiniu/qiniu/httpc/endpoint.js')
const { StaticRegionsProvider } = createRequire(import.meta.url)('qiniu/qiniu/httpc/regionsProvider.js')

const [url, ak, sk, file] = process.argv.slice(2)
const mac = new qiniu.auth.digest.Mac(ak, sk)
const here = () => [new Endpoint(url.slice('http://'.length), { defaultScheme: 'http' })]
const services = Object.fromEntries(['uc', 'up', 'io', 'rs', 'rsf', 'api'].map(name => [name, here()]))
const config = new qiniu.conf.Config({
  useHttpsDomain: false, regionsProvider: new StaticRegionsProvider([new Region({ services })]),
})
const token = (bucket, key) => new qiniu.rs.PutPolicy({ scope: `${bucket}:${key}`, insertOnly: 1 }).uploadToken(mac)

const form = await new qiniu.form_up.FormUploader(config).put(
  token('media', 'node/表.txt'), 'node/表.txt', 'written by node', new qiniu.form_up.PutExtra())
const big = await new qiniu.resume_up.ResumeUploader(config).putFileV2(
  token('media', 'node/大.bin'), 'node/大.bin', file, { version: 'v2', partSize: 1 << 20, params: {} })
const objects = new qiniu.rs.BucketManager(mac, config)
const stat = await objects.stat('media', 'node/大.bin')
const list = await objects.listPrefix('media', { prefix: 'node/' })
const moved = await objects.move('media', 'node/表.txt', 'media', 'node/moved.txt', { force: true })
const gone = await objects.delete('media', 'node/moved.txt')
console.log(JSON.stringify({
  form: form.resp.statusCode, big: [big.resp.statusCode, big.data.key], size: stat.data.fsize,
  list: list.data.items.map(item => item.key), moved: moved.resp.statusCode, gone: gone.resp.statusCode,
}))
