// Runs the original @vladmandic/face-api expression net on the .png files of this folder; see README.md.
'use strict';
const fs = require('fs');
const path = require('path');
const { PNG } = require('pngjs');
const tf = require('@tensorflow/tfjs');
const faceapi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');

const SIDE = 112;

/** Writes the synthetic inputs; face.png is cut out by ffmpeg. */
function makeInputs(folder) {
  let state = 20261122;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  const patterns = {
    noise: () => [random(), random(), random()],
    gradient: (x, y) => [(255 * x) / (SIDE - 1), (255 * y) / (SIDE - 1), 255 - (255 * (x + y)) / (2 * SIDE - 2)],
    // Light and dark at the border: wrong padding shows.
    chess: (x, y) => ((x >> 4) + (y >> 4)) % 2 ? [255, 230, 20] : [0, 10, 120],
  };
  for (const [name, pattern] of Object.entries(patterns)) {
    const png = new PNG({ width: SIDE, height: SIDE, colorType: 2 });
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        png.data.set([...pattern(x, y).map(Math.round), 255], 4 * (y * SIDE + x));
      }
    }
    fs.writeFileSync(path.join(folder, name + '.png'), PNG.sync.write(png, { colorType: 2 }));
  }
}

function npy(shape, values) {
  let header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  header = header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11) + '\n';
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(header.length, 8);
  return Buffer.concat([head, Buffer.from(header, 'latin1'), Buffer.from(Float32Array.from(values).buffer)]);
}

async function main(folder) {
  await tf.setBackend('cpu');
  await tf.ready();
  const net = faceapi.nets.faceExpressionNet;
  await net.loadFromDisk(path.join(require.resolve('@vladmandic/face-api/package.json'), '../model'));
  makeInputs(folder);
  const names = ['noise', 'gradient', 'chess', 'face'];
  const features = [];
  const probabilities = [];
  for (const name of names) {
    const png = PNG.sync.read(fs.readFileSync(path.join(folder, name + '.png')));
    const rgb = Int32Array.from(png.data.filter((_, i) => i % 4 !== 3));
    const input = new faceapi.NetInput([tf.tensor3d(rgb, [SIDE, SIDE, 3], 'int32')]);
    features.push(...net.faceFeatureExtractor.forwardInput(input).dataSync());
    const p = net.forwardInput(input).dataSync();
    probabilities.push(...p);
    console.log(name, Array.from(p));
  }
  fs.writeFileSync(path.join(folder, 'features.npy'), npy([names.length, 256], features));
  fs.writeFileSync(path.join(folder, 'probabilities.npy'), npy([names.length, 7], probabilities));
}

main(process.argv[2]);
