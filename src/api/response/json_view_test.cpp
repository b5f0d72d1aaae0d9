// What a view shows, and the entity tag by which it is known.

#include "api/response/json_view.h"

#include "engine/test_catalogue.h"

namespace vip::test {
namespace {

using testing::ElementsAre;

const Texts kAllOfAnOwner = {"owner-uuid",   "last-name",    "first-name", "code",
                             "kind",         "herd-size",    "balance",    "home-region-uuid",
                             "credit-limit", "town",         "joined",     "contacted",
                             "newsletter",   "hours",        "notes",      "deactivated",
                             "external-id",  "created-date", "modified"};

Texts columns(const View& view) {
  Texts names;
  for (const View::Column& column : view.columns) names.push_back(column.field->name);
  return names;
}

class ViewTest : public testing::Test {
 protected:
  View view(bool pii, const std::vector<std::string>& names) const {
    std::vector<const Field*> fields;
    for (const std::string& name : names) fields.push_back(&owners_.field(name));
    return make_view(owners_, pii, &fields);
  }

  Catalogue catalogue_ = api_catalogue();
  const Resource& owners_ = catalogue_.resource("pets/owners");
  const Resource& regions_ = catalogue_.resource("pets/regions");
};

TEST_F(ViewTest, TheFullViewShowsAllButHiddenAndCreateOnlyFields) {
  const View full = make_view(owners_, true);
  EXPECT_EQ(columns(full), kAllOfAnOwner);
  EXPECT_TRUE(full.pii);
  EXPECT_EQ(full.digest, "");
}

TEST_F(ViewTest, PersonalFieldsAreLeftOutWithoutTheRightToThem) {
  Texts open = kAllOfAnOwner;
  for (const char* name : {"last-name", "first-name", "notes"}) std::erase(open, name);
  const View view = make_view(owners_, false);
  EXPECT_EQ(columns(view), open);
  EXPECT_FALSE(view.pii);
  EXPECT_NE(view.digest, "");
}

TEST_F(ViewTest, ChosenFieldsComeWithTheIdInTheOrderOfTheDeclaration) {
  EXPECT_THAT(columns(view(true, {"town", "code"})), ElementsAre("owner-uuid", "code", "town"));
  EXPECT_THAT(columns(view(true, {})), ElementsAre("owner-uuid"));
  EXPECT_THAT(columns(view(false, {"last-name", "town"})), ElementsAre("owner-uuid", "town"));
  EXPECT_FALSE(view(true, {"town"}).pii);
  EXPECT_TRUE(view(true, {"notes"}).pii);
}

TEST_F(ViewTest, DigestsAreEqualWhereTheViewsAre) {
  EXPECT_EQ(view(true, {"town", "code"}).digest, view(true, {"code", "town"}).digest);
  EXPECT_EQ(view(true, {"town"}).digest, view(false, {"town", "last-name"}).digest);
  EXPECT_NE(view(true, {"town"}).digest, view(true, {"code"}).digest);
  EXPECT_NE(view(true, {"town"}).digest, make_view(owners_, false).digest);
  EXPECT_EQ(make_view(regions_, false).digest, "") << "nothing of it is personal";
}

TEST_F(ViewTest, TheEntityTagIsTheVersionAndTheDigest) {
  EXPECT_EQ(entity_tag(make_view(owners_, true), 3), "\"3\"");
  const View open = make_view(owners_, false);
  EXPECT_EQ(entity_tag(open, 3), "\"3." + open.digest + "\"");
  EXPECT_EQ(open.digest.size(), 8U);
  EXPECT_EQ(entity_tag(make_legacy_view(owners_), 12), "\"12.legacy\"");
}

TEST_F(ViewTest, ALegacyViewHasTheTwoIds) {
  EXPECT_THAT(columns(make_legacy_view(owners_)), ElementsAre("legacy-id", "owner-uuid"));
}

TEST_F(ViewTest, PlainViewsAreMadeOnce) {
  const Views views{catalogue_};
  EXPECT_EQ(views.of(owners_, true).get(), views.of(owners_, true).get());
  EXPECT_EQ(columns(*views.of(owners_, true)), kAllOfAnOwner);
  EXPECT_EQ(columns(*views.of(owners_, false)), columns(make_view(owners_, false)));
}

TEST_F(ViewTest, ARecordIsWrittenWithNullForWhatHasNoValue) {
  Record record{&regions_, 1, 1, std::vector<Value>(regions_.fields.size())};
  record.at(regions_.id()) = *parse_uuid(kId);
  record.at(regions_.field("name")) = std::string("The \"Dales\"");
  record.at(regions_.field("created-date")) = std::int64_t{0};
  record.at(regions_.field("modified")) = std::int64_t{1500};
  std::string out;
  open_object(out, make_view(regions_, true), record);
  EXPECT_EQ(out + "}", std::string(R"({"region-uuid":")") + kId +
                           R"(","name":"The \"Dales\"","external-id":null,)"
                           R"("created-date":"1970-01-01T00:00:00.000Z",)"
                           R"("modified":"1970-01-01T00:00:01.500Z"})");
}

}  // namespace
}  // namespace vip::test
