// template: what may be declared, and what a change makes of it.
#include "engine/constraints/test_constraints.h"

namespace vip::test::text_template {
namespace {

using testing::ElementsAre;

class TemplateKeyword : public ConstraintTest {
 protected:
  void SetUp() override {
    declare(kennel(
        "  name: {type: string}\n  height: {type: decimal, scale: 1}\n"
        "  label: {type: string, maxLength: 20, template: \"{name|Rex}[, {height} cm]\"}\n"));
  }
};

TEST(Template, IsReadOnlyAndOfWhatPeopleCanRead) {
  const auto files = [](const std::string& text) {
    return pets({resource_file("dogs",
                               "fields:\n  name: {type: string}\n  chipped: {type: boolean}\n"
                               "  label: {type: string, template: \"" +
                                   text + "\"}\n")});
  };
  EXPECT_TRUE(read(files("{name|Rex}")).resource("pets/dogs").field("label").read_only);
  EXPECT_THAT(errors_of(files("{chipped}")),
              ElementsAre("pets/resources/dogs.yaml:9: field label: template: chipped cannot stand "
                          "in a text"));
}

TEST_F(TemplateKeyword, IsFilledInByEachChange) {
  const std::string dog = create("dogs", R"({"height":"40.5"})");
  EXPECT_EQ(value("dogs", dog, "label"), R"("Rex, 40.5 cm")");
  patch("dogs", dog, R"({"name":"Bello","height":null})");
  EXPECT_EQ(value("dogs", dog, "label"), R"("Bello")");
}

TEST_F(TemplateKeyword, IsNoLongerThanItsFieldTakes) {
  const std::string dog = create("dogs", R"({"name":"A name of far too many letters"})");
  EXPECT_LE(value("dogs", dog, "label").size(), 24U);
}

}  // namespace
}  // namespace vip::test::text_template
