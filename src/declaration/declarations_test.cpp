// The project's own declarations read without an error, and so does what the documentation tells
// people to write.
#include <fstream>
#include <sstream>

#include "declaration/test_declarations.h"
#include "schema/routes.h"

namespace vip::test {
namespace {

const std::string kDomains = VIP_SOURCE_DIR "/domains";

TEST(Declarations, OfTheProjectReadWithoutError) {
  EXPECT_THAT(errors_of(declarations_in(kDomains)), testing::IsEmpty());
}

// Any one domain can be served alone: what it refers to in others is then not there.
TEST(Declarations, OfEachDomainAloneReadWithoutError) {
  for (const DeclarationFile& head : declarations_in(kDomains)) {
    if (!head.path.ends_with("/domain.yaml")) continue;
    const std::string folder = head.path.substr(0, head.path.find('/') + 1);
    std::vector<DeclarationFile> own;
    for (DeclarationFile& file : declarations_in(kDomains)) {
      if (file.path.starts_with(folder)) own.push_back(std::move(file));
    }
    EXPECT_THAT(errors_of(own), testing::IsEmpty()) << folder;
  }
}

// The YAML blocks of a page that start with the path of the file that they stand for.
std::vector<DeclarationFile> examples_in(const std::string& page) {
  std::ifstream stream{page};
  std::ostringstream text;
  text << stream.rdbuf();
  const std::string markdown = text.str();
  const std::string open = "```yaml\n# domains/";
  std::vector<DeclarationFile> files;
  for (std::size_t at = markdown.find(open); at != std::string::npos;
       at = markdown.find(open, at)) {
    const std::size_t name = at + open.size();
    const std::size_t body = markdown.find('\n', name) + 1;
    at = markdown.find("```", body);
    files.push_back({markdown.substr(name, body - 1 - name), markdown.substr(body, at - body)});
  }
  return files;
}

TEST(Declarations, OfTheDocumentationWorkAsItSays) {
  std::vector<DeclarationFile> files = declarations_in(kDomains);
  const auto examples = examples_in(VIP_SOURCE_DIR "/docs/declarations.md");
  ASSERT_EQ(examples.size(), 5U);
  files.insert(files.end(), examples.begin(), examples.end());
  const Catalogue catalogue = read(files);
  const Resource* notices = catalogue.find("location-management/notices");
  ASSERT_NE(notices, nullptr);
  Texts routes;
  for (const Route& route : routes_of(*notices)) {
    routes.push_back(std::string{to_string(route.method)} + " " + route.path + " " +
                     scope_of(route));
  }
  EXPECT_THAT(
      routes,
      testing::UnorderedElementsAre(
          "GET /locations/:location-uuid/notices location:read",
          "POST /locations/:location-uuid/notices location:create",
          "POST /locations/:location-uuid/notices/search location:read",
          "GET /notices/:notice-uuid location:read", "PATCH /notices/:notice-uuid location:update",
          "DELETE /notices/:notice-uuid location:remove", "GET /notices/deleted location:read"));
  EXPECT_NE(catalogue.find_action("location-management/distance"), nullptr);
  EXPECT_EQ(catalogue.domain("location-management")->migrations.size(), 1U);
  EXPECT_TRUE(notices->field("notice-name").searched && notices->field("notice-name").sortable);
  EXPECT_TRUE(notices->field("expiry-date").allows(FilterOp::gte));
  EXPECT_EQ(catalogue.resource("location-management/notice-types").system_entries.size(), 2U);
}

}  // namespace
}  // namespace vip::test
