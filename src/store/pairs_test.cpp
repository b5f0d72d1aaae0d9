// Records of cross joins: created with the second record of the pair, deleted with the first that
// is deleted, and added to a file that is older than their declaration.
#include "store/test_store.h"

namespace vip::test {
namespace {

using namespace std::string_literals;

std::string declare(const std::string& name, const std::string& more) {
  return "resource: " + name + "\ntitle: " + name + "\ndescription: A thing.\nid: " + name +
         "-uuid\n" + more;
}

Catalogue stockroom(bool with_levels) {
  const std::string plain =
      "operations: [list, read, create, delete]\ndelete: hard\nfields:\n  code: {type: string}\n";
  std::vector<DeclarationFile> files{
      {"shop/domain.yaml",
       "domain: shop\ntitle: Shop\ndescription: A shop.\nversion: 1.0.0\nscope: shop\nowner: A\n"
       "support: None.\n"},
      {"shop/resources/items.yaml", declare("items", plain)},
      {"shop/resources/shelves.yaml", declare("shelves", plain)}};
  if (with_levels)
    files.push_back({"shop/resources/levels.yaml",
                     declare("levels",
                             "operations: [list, read]\nfor-each-pair: [item, shelf]\nfields:\n"
                             "  item: {references: items, read-only: true}\n"
                             "  shelf: {references: shelves, read-only: true}\n"
                             "  code: {type: string, denormalized-from: item.code}\n"
                             "  quantity: {type: decimal, scale: 3, default: 0}\n"
                             "unique-together:\n  - fields: [item, shelf]\n")});
  auto catalogue = read_catalogue(files);
  if (catalogue) return std::move(*catalogue);
  for (const DeclarationError& error : catalogue.error())
    ADD_FAILURE() << error.file << ":" << error.line << ": " << error.message;
  return {};
}

class Pairs : public StoreTest {
 protected:
  void open_with(bool with_levels) {
    store_.reset();
    catalogue_ = stockroom(with_levels);
    open();
  }
  const Resource& items() const { return catalogue_.resource("shop/items"); }
  const Resource& shelves() const { return catalogue_.resource("shop/shelves"); }
  const Resource& levels() const { return catalogue_.resource("shop/levels"); }
  std::vector<Record> all_levels() {
    Query query;
    query.resource = &levels();
    query.limit = kEverything;
    return records(query);
  }
  std::int64_t counted() {
    return ask<std::int64_t>(
        [&](ReadSession& session) { return session.collection_count(levels(), true); });
  }
};

TEST_P(Pairs, AreInsertedWithTheSecondRecord) {
  open_with(true);
  const Record pill = add(items(), {{"code", "PILL"s}});
  EXPECT_EQ(counted(), 0);
  const Record shelf = add(shelves(), {});
  add(items(), {{"code", "DROP"s}});
  const auto made = all_levels();
  ASSERT_EQ(made.size(), 2U);
  EXPECT_EQ(made[0].uuid({&levels().field("item")}), pill.id());
  EXPECT_EQ(made[0].uuid({&levels().field("shelf")}), shelf.id());
  EXPECT_EQ(made[0].number({&levels().field("quantity")}), 0);
  EXPECT_EQ(made[0].text({&levels().field("code")}), "PILL");
  EXPECT_EQ(counted(), 2);
}

TEST_P(Pairs, AreDeletedWithEitherRecord) {
  open_with(true);
  const Record pill = add(items(), {});
  add(items(), {});
  const Record shelf = add(shelves(), {});
  add(shelves(), {});
  EXPECT_EQ(counted(), 4);
  erase(shelf);
  EXPECT_EQ(counted(), 2);
  erase(pill);
  EXPECT_EQ(all_levels().size(), 1U);
}

TEST_P(Pairs, AreAddedWhenTheyAreDeclaredLater) {
  open_with(false);
  for (int i = 0; i < 3; ++i) add(items(), {});
  for (int i = 0; i < 2; ++i) add(shelves(), {});
  open_with(true);
  EXPECT_EQ(all_levels().size(), 6U);
  reopen();
  EXPECT_EQ(counted(), 6);
}

INSTANTIATE_TEST_SUITE_P(Engines, Pairs, testing::ValuesIn(engines()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace vip::test
