/** Text of a file, by Vite or src/cli/raw-loader.mjs. */
declare module "*.wgsl?raw" {
  const text: string;
  export default text;
}
