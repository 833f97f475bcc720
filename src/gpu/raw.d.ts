/** Text of a file, by Vite or scripts/raw-loader.mjs. */
declare module "*.wgsl?raw" {
  const text: string;
  export default text;
}
