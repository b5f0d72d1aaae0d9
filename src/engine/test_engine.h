#pragma once

#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/test_practice.h"
#include "store/test_store.h"

// A practice with a few small resources, whose rules a test writes where it needs them: owners with
// phones, their visits, letters about visits.

namespace vip::test {

// What a resource's rules do; empty: nothing.
struct Hooks {
  using Step = std::function<void(const Change&, RuleContext&)>;
  Step prepare, validate, effects;
};

inline Value yes() { return std::int64_t{1}; }
inline Value no() { return std::int64_t{0}; }

class EngineTest : public testing::Test {
 public:
  EngineTest();
  ~EngineTest() override;
  EngineTest(const EngineTest&) = delete;
  EngineTest& operator=(const EngineTest&) = delete;

 protected:
  static constexpr auto kOwners = "pets/owners", kPhones = "pets/phones", kVisits = "pets/visits",
                        kLetters = "pets/letters", kRegions = "pets/regions", kKinds = "pets/kinds";

  // Those of a resource, for this test.
  Hooks& rules_of(const std::string& resource);
  static const Resource& resource(std::string_view path);
  static FieldHandle field(std::string_view path, std::string_view name);
  static Value at(const Record& record, std::string_view name);
  // The values of an effect.
  static std::vector<FieldValue> values(std::string_view path, const NamedValues& named);

  static const Catalogue& catalogue();
  static const RecordWriter& writer();
  // "update pets/owners 2 ["name"]", of the last write.
  std::vector<std::string> log() const;

  TestPractice practice;
};

}  // namespace vip::test
