// Cursors open to what was sealed, and to nothing when a single character of them is another one.

#include "api/request/cursor.h"

#include <gtest/gtest.h>

#include <random>

namespace vip::test {
namespace {

const std::string kKey(CursorSealer::kKeySize, 'k');

bool operator==(const RawParameter& a, const RawParameter& b) {
  return a.name == b.name && a.values == b.values;
}

void expect_same(const CursorState& a, const CursorState& b) {
  EXPECT_EQ(a.tenant, b.tenant);
  EXPECT_EQ(a.client, b.client);
  EXPECT_EQ(a.path, b.path);
  ASSERT_EQ(a.parameters.size(), b.parameters.size());
  for (std::size_t i = 0; i < a.parameters.size(); ++i)
    EXPECT_TRUE(a.parameters[i] == b.parameters[i]) << a.parameters[i].name;
  EXPECT_EQ(a.size, b.size);
  EXPECT_EQ(a.position.values, b.position.values);
  EXPECT_EQ(a.position.sequence, b.position.sequence);
}

CursorState example() {
  return {make_uuid_v4(),
          make_uuid_v4(),
          "/pets/v1/api/owners",
          {{"last-name[starts-with]", {"Har"}}, {"sort", {"last-name,desc", "joined"}}},
          50,
          {{Value{std::string("Hargreaves")}, null_value(), Value{std::int64_t{-3}},
            Value{make_uuid_v4()}},
           812}};
}

// Any state, from a seeded engine, so that a failure can be seen again.
class AnyState {
 public:
  explicit AnyState(unsigned seed) : engine_{seed} {}

  CursorState next() {
    CursorState state;
    state.tenant = make_uuid_v4();
    state.client = make_uuid_v4();
    state.path = text();
    state.parameters.resize(below(5));
    for (RawParameter& parameter : state.parameters) {
      parameter.name = text();
      parameter.values.resize(below(4));
      for (std::string& value : parameter.values) value = text();
    }
    state.size = number();
    state.position.values.resize(below(5));
    for (Value& value : state.position.values) value = any_value();
    state.position.sequence = number();
    return state;
  }

 private:
  std::size_t below(std::size_t bound) { return engine_() % bound; }
  std::int64_t number() { return static_cast<std::int64_t>(engine_()); }
  std::string text() {
    std::string text(below(40), '\0');
    for (char& c : text) c = static_cast<char>(engine_());
    return text;
  }
  Value any_value() {
    switch (below(4)) {
      case 0:
        return null_value();
      case 1:
        return Value{number()};
      case 2:
        return Value{make_uuid_v4()};
      default:
        return Value{text()};
    }
  }
  std::mt19937_64 engine_;
};

TEST(Cursor, OpensToWhatWasSealed) {
  const CursorSealer sealer{kKey};
  AnyState any{20'260'301};
  for (int i = 0; i < 500; ++i) {
    const CursorState state = any.next();
    const auto opened = sealer.open(sealer.seal(state));
    ASSERT_TRUE(opened) << i;
    expect_same(*opened, state);
  }
}

TEST(Cursor, OpensAfterARestart) {
  const CursorState state = example();
  const auto opened = CursorSealer{kKey}.open(CursorSealer{kKey}.seal(state));
  ASSERT_TRUE(opened);
  expect_same(*opened, state);
}

TEST(Cursor, StandsInAUrlAndShowsNothing) {
  const std::string cursor = CursorSealer{kKey}.seal(example());
  EXPECT_EQ(
      cursor.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
      std::string::npos);
  EXPECT_EQ(cursor.find("Hargreaves"), std::string::npos);
}

TEST(Cursor, IsTheSameForTheSameStateOnly) {
  const CursorSealer sealer{kKey};
  CursorState state = example();
  const std::string cursor = sealer.seal(state);
  EXPECT_EQ(sealer.seal(state), cursor);
  ++state.position.sequence;
  EXPECT_NE(sealer.seal(state).substr(0, 8), cursor.substr(0, 8)) << "no part shows what is alike";
}

TEST(Cursor, DoesNotOpenWhenChanged) {
  const CursorSealer sealer{kKey};
  const std::string cursor = sealer.seal(example());
  for (std::size_t i = 0; i < cursor.size(); ++i) {
    std::string changed = cursor;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(sealer.open(changed)) << "character " << i;
  }
  for (std::size_t size = 0; size < cursor.size(); ++size)
    EXPECT_FALSE(sealer.open(std::string_view(cursor).substr(0, size))) << size << " characters";
  EXPECT_FALSE(sealer.open(cursor + "A"));
  EXPECT_FALSE(sealer.open(cursor + cursor));
  EXPECT_FALSE(sealer.open("next"));
  EXPECT_FALSE(sealer.open("***"));
  EXPECT_FALSE(sealer.open(std::string(64, 'A')));
}

TEST(Cursor, DoesNotOpenWithAnotherKey) {
  std::string other = kKey;
  other.back() = 'l';
  EXPECT_FALSE(CursorSealer{other}.open(CursorSealer{kKey}.seal(example())));
}

TEST(Cursor, AKeyHas32Bytes) {
  EXPECT_THROW(CursorSealer{std::string(31, 'k')}, std::invalid_argument);
  EXPECT_THROW(CursorSealer{std::string(33, 'k')}, std::invalid_argument);
  EXPECT_NO_THROW(CursorSealer{kKey});
}

}  // namespace
}  // namespace vip::test
