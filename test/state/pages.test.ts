import { expect, test } from "vitest";
import { createPageStore } from "../../src/state/pages.ts";

function fakeWindow(search: string) {
  const location = { search, hash: "#c=1", pathname: "/app/" };
  const urls: string[] = [];
  return {
    location,
    urls,
    history: {
      replaceState(_: null, __: string, url: string) {
        urls.push(url);
        location.search = new URL(url, "http://localhost").search;
      },
    },
  };
}

test("the page is kept in the query, the config in the hash stays", () => {
  const page = fakeWindow("?lang=en");
  const pages = createPageStore(page);
  expect(pages.getState()).toBe("dynamics");
  pages.go("map");
  pages.go("map");
  pages.go("dynamics");
  expect(page.urls).toEqual(["/app/?lang=en&page=map#c=1", "/app/?lang=en#c=1"]);
});

test("a link opens its page, an unknown one the first", () => {
  expect(createPageStore(fakeWindow("?page=map")).getState()).toBe("map");
  expect(createPageStore(fakeWindow("?page=else")).getState()).toBe("dynamics");
});
