// The portal with a few files and a hand-written domain.

#include "openapi/portal.h"

#include <gmock/gmock.h>

namespace vip {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr EmbeddedFile kFiles[] = {
    {"docs/index.html", "<p>Welcome</p><!--vip:support-->"},
    {"docs/errors.html", "<p>Errors</p>"},
    {"docs/errors/empty.html", "<p>empty</p>"},
    {"docs/style.css", "body {}"},
    {"explorer/index.html", "<p>Explorer</p>"},
};

class PortalTest : public testing::Test {
 protected:
  PortalTest() {
    auto domain = std::make_unique<Domain>();
    domain->name = "pet-care";
    domain->title = "Pet Care";
    domain->version = "1.2.3";
    catalogue_.domains.push_back(std::move(domain));
  }

  // The response to a request; status 0 if the portal does not own the path.
  http::Response ask(const std::string& path, http::Headers headers = {},
                     http::Method method = http::Method::get,
                     http::Coding coding = http::Coding::identity) {
    Portal portal{catalogue_, kFiles, options_};
    http::RequestHead head;
    head.method = method;
    head.path = path;
    head.headers = std::move(headers);
    CallInfo info;
    info.coding = coding;
    auto admitted = portal.admit(head, info);
    http::Response none;
    none.status = 0;
    return admitted ? admitted->response : none;
  }

  static std::string header(const http::Response& response, std::string_view wanted) {
    for (const auto& [name, value] : response.headers)
      if (name == wanted) return value;
    return {};
  }

  Catalogue catalogue_;
  PortalOptions options_{"https://vip.test", {}, {}};
};

TEST_F(PortalTest, PagesAreServedWithoutExtension) {
  const std::pair<const char*, const char*> cases[] = {{"/docs", "Welcome"},
                                                       {"/docs/errors", "Errors"},
                                                       {"/docs/errors/empty", "empty"},
                                                       {"/docs/style.css", "body {}"},
                                                       {"/explorer", "Explorer"}};
  for (const auto& [path, text] : cases) {
    const http::Response response = ask(path);
    EXPECT_EQ(response.status, 200) << path;
    EXPECT_THAT(response.body, HasSubstr(text)) << path;
  }
}

TEST_F(PortalTest, TheBaseAndASurplusSlashRedirectToThePage) {
  const std::pair<const char*, const char*> cases[] = {{"/", "https://vip.test/docs"},
                                                       {"/docs/", "https://vip.test/docs"},
                                                       {"/explorer/", "https://vip.test/explorer"}};
  for (const auto& [path, page] : cases) {
    EXPECT_EQ(ask(path).status, 302) << path;
    EXPECT_EQ(header(ask(path), "Location"), page);
    EXPECT_EQ(ask(path, {}, http::Method::post).status, 0) << path;
  }
}

TEST_F(PortalTest, DoesNotHandleOtherPaths) {
  for (const char* path : {"/docs/nothing", "/docs/nothing/", "//", "/docs//", "/docs/index.html",
                           "/docs/../docs", "/pet-care/v1/api/pets", "/other/v1/openapi.json"})
    EXPECT_EQ(ask(path).status, 0) << path;
}

TEST_F(PortalTest, PagesLoadNothingFromOtherHosts) {
  const std::string policy = header(ask("/docs"), "Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'self'"));
  EXPECT_THAT(policy, Not(HasSubstr("http")));
  EXPECT_EQ(header(ask("/docs"), "X-Content-Type-Options"), "nosniff");
}

TEST_F(PortalTest, ACurrentTagGivesAnEmptyResponse) {
  const http::Response first = ask("/docs");
  http::Headers headers;
  headers.add("If-None-Match", header(first, "ETag"));
  const http::Response second = ask("/docs", headers);
  EXPECT_EQ(second.status, 304);
  EXPECT_THAT(second.body, IsEmpty());
  http::Headers other;
  other.add("If-None-Match", "\"another\"");
  EXPECT_EQ(ask("/docs", other).status, 200);
}

TEST_F(PortalTest, OnlyReadMethodsAreAllowed) {
  EXPECT_EQ(ask("/docs", {}, http::Method::head).status, 200);
  EXPECT_EQ(ask("/docs", {}, http::Method::options).status, 204);
  const http::Response refused = ask("/docs", {}, http::Method::post);
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(header(refused, "Allow"), "GET, HEAD, OPTIONS");
}

TEST_F(PortalTest, WhatIsNotAcceptableIs406) {
  http::Headers headers;
  headers.add("Accept", "image/png");
  EXPECT_EQ(ask("/docs", headers).status, 406);
}

TEST_F(PortalTest, ContractsHaveTheAddressOfTheirServer) {
  const http::Response json = ask("/pet-care/v1/openapi.json");
  EXPECT_EQ(header(json, "Content-Type"), "application/json");
  EXPECT_THAT(json.body, HasSubstr(R"("url":"https://vip.test/pet-care/v1/api")"));
  const http::Response yaml = ask("/pet-care/v1/openapi.yaml");
  EXPECT_EQ(header(yaml, "Content-Type"), "application/yaml");
  EXPECT_THAT(yaml.body, HasSubstr("https://vip.test/pet-care/v1/api"));
}

TEST_F(PortalTest, CompressesOnceAndMarksTheTag) {
  const http::Response plain = ask("/pet-care/v1/openapi.json");
  const http::Response packed =
      ask("/pet-care/v1/openapi.json", {}, http::Method::get, http::Coding::gzip);
  EXPECT_EQ(header(packed, "Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size(), plain.body.size());
  EXPECT_THAT(header(packed, "ETag"), HasSubstr(".gzip\""));
}

TEST_F(PortalTest, ListsTheDomainsForTheExplorer) {
  EXPECT_EQ(
      ask("/explorer/domains.json").body,
      R"([{"name":"pet-care","title":"Pet Care","version":"1.2.3",)"
      R"("document":"pet-care/v1/openapi.json","document-3.0":"pet-care/v1/openapi-3.0.json",)"
      R"("postman":"pet-care/v1/postman.json"}])");
}

TEST_F(PortalTest, OnlyASandboxPublishesCredentials) {
  EXPECT_EQ(ask("/explorer/sandbox.json").status, 0);
  options_.sandbox = SandboxCredentials{"key", "made-up", "tenant"};
  const http::Response response = ask("/explorer/sandbox.json");
  EXPECT_THAT(response.body, HasSubstr(R"("client-secret":"made-up")"));
  EXPECT_EQ(header(response, "Cache-Control"), "no-store");
}

TEST_F(PortalTest, ShowsTheOperatorsContactAsText) {
  EXPECT_EQ(ask("/docs").body, "<p>Welcome</p>");
  options_.support.email = "<help@vip.test>";
  EXPECT_THAT(ask("/docs").body, HasSubstr("<p>Support: &lt;help@vip.test&gt;</p>"));
  options_.support.phone = "01632 960000";
  options_.support.hours = "Monday to Friday";
  EXPECT_THAT(
      ask("/docs").body,
      HasSubstr("&lt;help@vip.test&gt;, telephone 01632 960000, open Monday to Friday</p>"));
}

TEST_F(PortalTest, ContractsHaveTheOperatorsContactAndTheFullUrl) {
  options_.support = {.name = "Help Desk",
                      .email = "help@vip.test",
                      .url = "https://vip.test/help",
                      .phone = "01632 960000",
                      .hours = "Monday to Friday"};
  const std::string contract = ask("/pet-care/v1/openapi.json").body;
  for (const char* part :
       {R"("name":"Help Desk")", R"("email":"help@vip.test")", R"("url":"https://vip.test/help")",
        R"("x-telephone":"01632 960000")", R"("x-opening-hours":"Monday to Friday")",
        "Support: Help Desk, help@vip.test, telephone 01632 960000, open Monday to Friday",
        R"("url":"https://vip.test/pet-care/v1/api")"})
    EXPECT_THAT(contract, HasSubstr(part));
}

}  // namespace
}  // namespace vip
