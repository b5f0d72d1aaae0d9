// Which route a path and a method lead to, told as "GET /owners/:owner-uuid (its parameters)".

#include "api/request/router.h"

#include "engine/test_catalogue.h"

namespace vip::test {
namespace {

using http::Method;

struct RouteRow {
  Method method;
  std::string path;  // below /pets/v1/api
  std::string expected;
};

const std::string kOne = std::string("/owners/") + kId;

class RouterTest : public testing::Test {
 protected:
  std::string route(Method method, const std::string& path) const {
    const auto match = router_.match(method, path);
    if (!match) {
      std::string text(info(match.error().code).name);
      for (const auto& [name, value] : match.error().headers)
        text.append(" ").append(name).append(": ").append(value);
      return text;
    }
    if (match->route == nullptr) return "no route, Allow: " + match->allow;
    std::string text = std::string(to_string(match->route->method)) + " " + match->route->path;
    for (const std::string& parameter : match->parameters) text.append(" (" + parameter + ")");
    return text;
  }

  void expect(const std::vector<RouteRow>& rows) const {
    for (const RouteRow& row : rows) {
      SCOPED_TRACE(std::string(http::to_string(row.method)) + " " + row.path);
      EXPECT_EQ(route(row.method, "/pets/v1/api" + row.path), row.expected);
    }
  }

  Catalogue catalogue_ = api_catalogue();
  Router router_{catalogue_};
};

TEST_F(RouterTest, MatchesTemplates) {
  expect({
      {Method::get, "/owners", "GET /owners"},
      {Method::post, "/owners", "POST /owners"},
      {Method::get, kOne, std::string("GET /owners/:owner-uuid (") + kId + ")"},
      {Method::patch, kOne, std::string("PATCH /owners/:owner-uuid (") + kId + ")"},
      {Method::del, kOne, std::string("DELETE /owners/:owner-uuid (") + kId + ")"},
      {Method::get, kOne + "/phones", std::string("GET /owners/:owner-uuid/phones (") + kId + ")"},
      {Method::get, "/regions/r/owners", "GET /regions/:region-uuid/owners (r)"},
      {Method::get, "/migration-owner-legacy-id", "GET /migration-owner-legacy-id"},
      // That it is no UUID is told later, as 400.
      {Method::get, "/owners/bella", "GET /owners/:owner-uuid (bella)"},
  });
}

TEST_F(RouterTest, ALiteralBeatsAParameterAndThereIsNoWayBack) {
  expect({
      {Method::post, "/owners/search", "POST /owners/search"},
      {Method::get, "/owners/duplicates", "GET /owners/duplicates"},
      {Method::get, "/owners/search", "method-not-allowed Allow: POST, OPTIONS"},
      {Method::patch, "/owners/search", "method-not-allowed Allow: POST, OPTIONS"},
      {Method::del, "/owners/duplicates", "method-not-allowed Allow: GET, HEAD, OPTIONS"},
      {Method::get, "/owners/search/phones", "unknown-path"},
  });
}

TEST_F(RouterTest, TellsWhichMethodsAreOffered) {
  const std::string collection = "Allow: GET, HEAD, POST, OPTIONS";
  const std::string item = "Allow: GET, HEAD, PATCH, DELETE, OPTIONS";
  expect({
      {Method::put, "/owners", "method-not-allowed " + collection},
      {Method::del, "/owners", "method-not-allowed " + collection},
      {Method::other, "/owners", "method-not-allowed " + collection},
      {Method::put, kOne, "method-not-allowed " + item},
      {Method::post, kOne, "method-not-allowed " + item},
      {Method::options, "/owners", "no route, " + collection},
      {Method::options, kOne, "no route, " + item},
      {Method::options, "/owners/search", "no route, Allow: POST, OPTIONS"},
      {Method::options, "/dogs", "unknown-path"},
  });
}

TEST_F(RouterTest, HeadIsMatchedAsGet) {
  expect({
      {Method::head, "/owners", "GET /owners"},
      {Method::head, "/owners/a", "GET /owners/:owner-uuid (a)"},
      {Method::head, "/owners/search", "method-not-allowed Allow: POST, OPTIONS"},
  });
}

TEST_F(RouterTest, SegmentsAreDecodedOneByOne) {
  expect({
      {Method::get, "/%6Fwners", "GET /owners"},
      {Method::get, "/owners/%64uplicates", "GET /owners/duplicates"},
      {Method::get, "/owners/a%2Fphones", "GET /owners/:owner-uuid (a/phones)"},
      {Method::get, "/owners/a+b%20c", "GET /owners/:owner-uuid (a+b c)"},
      {Method::get, "/owners%2Fduplicates", "unknown-path"},
      {Method::get, "/owners/%", "malformed-http"},
      {Method::get, "/owners/%4", "malformed-http"},
      {Method::get, "/owners/%zz", "malformed-http"},
      {Method::get, "/owners/%00", "malformed-http"},
      {Method::get, "/owners/%FF", "malformed-http"},
      {Method::get, "/owners/%C0%AF", "malformed-http"},
  });
}

TEST_F(RouterTest, UnknownPaths) {
  expect({
      {Method::get, "", "unknown-path"},
      {Method::get, "/", "unknown-path"},
      {Method::get, "/dogs", "unknown-path"},
      {Method::get, "/Owners", "unknown-path"},
      {Method::get, std::string("/") + kId, "unknown-path"},
      {Method::get, kOne + "/dogs", "unknown-path"},
      {Method::get, "/owners/a/phones/b", "unknown-path"},
      {Method::get, "/regions/r/search", "unknown-path"},
      {Method::get, "/owners/", "unknown-path"},
      {Method::get, kOne + "/", "unknown-path"},
      {Method::get, "//owners", "unknown-path"},
      {Method::get, "/owners//phones", "unknown-path"},
  });
  for (const char* path :
       {"", "/", "/pets", "/pets/", "/pets/v1", "/pets/v1/apis/owners", "/pets/v1/apiowners",
        "/pets/v2/api/owners", "/dogs/v1/api/owners", "/PETS/v1/api/owners", "/owners"}) {
    EXPECT_EQ(route(Method::get, path), "unknown-path") << path;
  }
}

TEST_F(RouterTest, CutsThePathsOfItsDomains) {
  const auto cut = [&](std::string_view path) {
    const auto api = router_.api_path(path);
    return api ? std::string(api->domain) + "|" + std::string(api->rest) : "none";
  };
  EXPECT_EQ(cut("/pets/v1/api/owners"), "pets|/owners");
  EXPECT_EQ(cut("/pets/v1/api/"), "pets|/");
  EXPECT_EQ(cut("/pets/v1/api"), "pets|");
  for (const char* other : {"/pets", "/pets/v1/openapi.json", "/petshop/v1/api/owners", "/", "",
                            "/pets/v1/apis/owners", "pets/v1/api/owners"})
    EXPECT_EQ(cut(other), "none") << other;
}

}  // namespace
}  // namespace vip::test
