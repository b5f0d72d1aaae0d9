// Creates, patches and deletes: what each stores, and the order of the checks.

#include "engine/test_engine.h"
#include "engine/test_zone.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::string_literals;

class Creates : public EngineTest {};

TEST_F(Creates, StoreTheBodyAndTheDefaults) {
  const Record owner = practice.create(kOwners, {{"name", "Ann"}, {"town", "Ely"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  const Record stored = practice.stored(kOwners, owner.id());
  EXPECT_EQ(at(stored, "name"), Value{"Ann"s});
  EXPECT_EQ(at(stored, "kind"), Value{"Person"s});
  EXPECT_EQ(at(stored, "deactivated"), no());
  EXPECT_EQ(at(stored, "code"), null_value());
  EXPECT_EQ(stored.version, 1);
  EXPECT_EQ(stored.values, owner.values) << "the record is answered as it is stored";
}

TEST_F(Creates, TakeTheMomentOfTheWriteWhereItIsTheDefault) {
  EXPECT_EQ(at(practice.create(kLetters, {}), "sent"), Value{practice.time.milliseconds});
  EXPECT_EQ(at(practice.create(kLetters, {{"sent", number(7)}}), "sent"), number(7));
}

TEST_F(Creates, HaveOneVersionAndOneEntryOfTheChangeLog) {
  practice.create(kOwners, {{"name", "Ann"}});
  EXPECT_THAT(log(), ElementsAre("create pets/owners 1"));
}

TEST_F(Creates, NumberRecordsInOrderAndSkipNoneForARefusal) {
  const auto next = [&](const NamedValues& values) {
    return at(practice.create(kVisits, values), "number");
  };
  EXPECT_EQ(next({}), Value{"1"s});
  EXPECT_EQ(next({{"owner-uuid", make_uuid_v7()}}), null_value());
  EXPECT_THAT(practice.refusals, ElementsAre("owner-uuid: reference-not-found"));
  EXPECT_EQ(next({}), Value{"2"s});
}

TEST_F(Creates, BelongToTheParentOfTheirPath) {
  const Uuid owner = practice.add(kOwners, {}).id();
  const Record phone =
      practice.create(kPhones, {{"digits", "1"}}, ParentKey{&resource(kOwners), owner});
  EXPECT_EQ(at(phone, "owner-uuid"), Value{owner});
  practice.create(kPhones, {{"digits", "1"}}, ParentKey{&resource(kOwners), make_uuid_v7()});
  EXPECT_THAT(practice.refusals, ElementsAre("not-found"));
  EXPECT_EQ(practice.last_detail, "There is no T with this id.");
}

TEST_F(Creates, LeaveNothingWhenTheyAreRefused) {
  rules_of(kOwners).validate = [](const Change&, RuleContext& context) {
    context.refuse(field(kOwners, "name"), errors::not_unique);
  };
  const Record owner = practice.create(kOwners, {{"name", "Ann"}});
  EXPECT_THAT(practice.refusals, ElementsAre("name: not-unique"));
  EXPECT_FALSE(practice.exists(kOwners, owner.id()));
  EXPECT_THAT(log(), IsEmpty());
}

class Patches : public EngineTest {
 protected:
  Record owner = practice.add(kOwners, {{"name", "Ann"}, {"town", "Ely"}, {"street", "Quay"}});
};

TEST_F(Patches, ChangeWhatTheyName) {
  practice.patch(owner, {{"town", "Bath"}, {"street", null_value()}});
  const Record stored = practice.stored(kOwners, owner.id());
  EXPECT_EQ(at(stored, "name"), Value{"Ann"s});
  EXPECT_EQ(at(stored, "town"), Value{"Bath"s});
  EXPECT_EQ(at(stored, "street"), null_value());
  EXPECT_EQ(stored.version, 2);
  EXPECT_THAT(log(), ElementsAre(R"(update pets/owners 2 ["town","street"])"));
}

TEST_F(Patches, ThatChangeNothingWriteNothingAndAskNoRule) {
  rules_of(kOwners).validate = [](const Change&, RuleContext&) { ADD_FAILURE() << "asked"; };
  practice.patch(owner, {{"town", "Ely"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_THAT(log(), IsEmpty());
  EXPECT_EQ(practice.stored(kOwners, owner.id()).version, 1);
}

TEST_F(Patches, MergeObjects) {
  practice.set(owner, {{"hours", R"({"open":"09:00","close":"17:00"})"}});
  const auto patch = [&](const char* body) {
    practice.write([&](WriteSession& session) -> Result<void> {
      const auto decoded = decode_body(patch_schema(resource(kOwners)), body, true, london());
      auto done = writer().patch(session, resource(kOwners), owner.id(), decoded.value(), {},
                                 practice.actor);
      if (!done) return tl::unexpected(done.error());
      return {};
    });
    return at(practice.stored(kOwners, owner.id()), "hours");
  };
  EXPECT_EQ(patch(R"({"hours":{"close":"18:00"}})"), Value{R"({"open":"09:00","close":"18:00"})"s});
  EXPECT_EQ(patch(R"({"hours":{"open":null}})"), Value{R"({"open":"09:00","close":"18:00"})"s});
  EXPECT_THAT(practice.refusals, ElementsAre("hours/open: required-here"));
}

TEST_F(Patches, LeaveTheRecordAsItWasWhenTheyAreRefused) {
  rules_of(kOwners).validate = [](const Change&, RuleContext& context) {
    context.refuse(field(kOwners, "town"), errors::not_unique);
  };
  practice.patch(owner, {{"town", "Bath"}});
  EXPECT_THAT(practice.refusals, ElementsAre("town: not-unique"));
  EXPECT_EQ(at(practice.stored(kOwners, owner.id()), "town"), Value{"Ely"s});
  EXPECT_THAT(log(), IsEmpty());
}

TEST_F(Patches, AreOfARecordThatIsThere) {
  Record other = owner;
  other.at(resource(kOwners).id()) = make_uuid_v7();
  practice.patch(other, {{"town", "Bath"}});
  EXPECT_THAT(practice.refusals, ElementsAre("not-found"));
}

class Deletes : public EngineTest {};

TEST_F(Deletes, ThatAreHardTakeTheRecordAway) {
  const Record visit = practice.add(kVisits, {});
  practice.remove(visit);
  EXPECT_FALSE(practice.exists(kVisits, visit.id()));
  EXPECT_THAT(log(), ElementsAre("remove pets/visits 1"));
  practice.remove(visit);
  EXPECT_THAT(practice.refusals, ElementsAre("not-found"));
}

TEST_F(Deletes, ThatAreSoftSetTheFlagOnce) {
  const Record owner = practice.add(kOwners, {});
  practice.remove(owner);
  EXPECT_EQ(at(practice.stored(kOwners, owner.id()), "deactivated"), yes());
  EXPECT_THAT(log(), ElementsAre(R"(update pets/owners 2 ["deactivated"])"));
  practice.remove(owner);
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_THAT(log(), IsEmpty());
}

TEST_F(Deletes, ThatAreFinalSetTheDateOnce) {
  const Record letter = practice.add(kLetters, {});
  const auto deleted = [&] {
    return practice.stored(kLetters, letter.id())
        .values[static_cast<std::size_t>(resource(kLetters).deleted_date_field)];
  };
  const Value first{practice.time.milliseconds};
  practice.remove(letter);
  EXPECT_EQ(deleted(), first);
  practice.time.milliseconds += 1;
  practice.remove(letter);
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(deleted(), first);
  EXPECT_THAT(log(), IsEmpty());
}

TEST_F(Deletes, AskTheRules) {
  const auto refuse = [](const Change& change, RuleContext& context) {
    if (is_deletion(change) || change.sets_to_true(field(kOwners, "deactivated")))
      context.refuse({&(change.before->resource->id())}, errors::still_referenced);
  };
  for (const char* path : {kVisits, kLetters}) {
    rules_of(path).validate = refuse;
    const Record record = practice.add(path, {});
    practice.remove(record);
    EXPECT_THAT(practice.refusals, testing::SizeIs(1)) << path;
    EXPECT_EQ(practice.stored(path, record.id()).version, 1) << path;
  }
}

TEST_F(Deletes, AreRefusedWhileOthersReferToTheRecord) {
  const Record visit = practice.add(kVisits, {});
  const Record letter = practice.add(kLetters, {{"visit-uuid", visit.id()}});
  practice.remove(visit);
  EXPECT_THAT(practice.refusals, ElementsAre("visit-uuid: still-referenced"));
  EXPECT_EQ(practice.last_detail, "A T still refers to it.");
  EXPECT_TRUE(practice.exists(kVisits, visit.id()));
  Record other = letter;
  practice.set(other, {{"visit-uuid", null_value()}});
  practice.remove(visit);
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST_F(Deletes, LeaveEntriesOfTheSystemAlone) {
  const Uuid cat = resource(kKinds).system_entries.front().id;
  Record kind = practice.stored(kKinds, cat);
  practice.remove(kind);
  EXPECT_THAT(practice.refusals, testing::Contains(testing::HasSubstr("system-defined")));
  practice.patch(kind, {{"name", "Tiger"}, {"lives", std::int64_t{9}}});
  EXPECT_THAT(practice.refusals, ElementsAre("name: system-defined"));
  EXPECT_EQ(practice.last_detail,
            "The entry is defined by the system. A practice may change its view-order, hidden and "
            "lives only.");
}

// Where it stands and whether it is offered, and what the declaration says of it.
TEST_F(Deletes, LeavePartsOfEntriesToThePractice) {
  const Uuid cat = resource(kKinds).system_entries.front().id;
  Record kind = practice.stored(kKinds, cat);
  practice.patch(kind, {{"lives", std::int64_t{9}}, {"hidden", yes()}, {"view-order", number(3)}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(at(practice.stored(kKinds, cat), "lives"), number(9));
}

// A precondition: the versions that the caller expects.
class Preconditions : public EngineTest {
 protected:
  const ExpectedVersion stale_{{2, 3}}, right_{{9, 1}};
};

TEST_F(Preconditions, ThatFailChangeNothingAndAskNoRule) {
  const auto asked = [](const Change&, RuleContext&) { ADD_FAILURE() << "asked"; };
  for (const char* path : {kOwners, kVisits, kLetters}) {
    rules_of(path).prepare = rules_of(path).validate = asked;
    Record record = practice.add(path, {});
    practice.remove(record, stale_);
    EXPECT_THAT(practice.refusals, ElementsAre("precondition-failed")) << path;
    EXPECT_EQ(practice.stored(path, record.id()).version, 1) << path;
  }
  Record owner = practice.add(kOwners, {});
  practice.patch(owner, {{"town", "Bath"}}, stale_);
  EXPECT_THAT(practice.refusals, ElementsAre("precondition-failed"));
  EXPECT_EQ(at(practice.stored(kOwners, owner.id()), "town"), null_value());
}

TEST_F(Preconditions, HoldForAnyOfTheVersions) {
  for (const char* path : {kOwners, kVisits, kLetters}) {
    practice.remove(practice.add(path, {}), right_);
    EXPECT_THAT(practice.refusals, IsEmpty()) << path;
  }
  Record owner = practice.add(kOwners, {});
  practice.patch(owner, {{"town", "Bath"}}, right_);
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST_F(Preconditions, OfAllKindsAreEvaluatedTogether) {
  const auto since = [](std::int64_t milliseconds) {
    Precondition expected;
    expected.unmodified_since = milliseconds / 1000;
    return expected;
  };
  const auto absent = [] {
    Precondition expected;
    expected.is_absent = true;
    return expected;
  };
  const auto other_than = [](std::vector<std::int64_t> versions) {
    Precondition expected;
    expected.other_than = std::move(versions);
    return expected;
  };
  Record record;
  record.resource = &resource(kOwners);
  record.values.resize(record.resource->fields.size());
  const auto modified = static_cast<std::size_t>(record.resource->modified_field);
  record.values[modified] = std::int64_t{90'500};
  struct Row {
    Precondition expected;
    std::int64_t version;
    bool holds;
  };
  const Row rows[] = {
      {{}, 1, true},
      {since(89'000), 1, false},
      {since(90'000), 1, true},   // the first version replaced none
      {since(90'000), 2, false},  // it may have replaced one of the same second
      {since(91'000), 2, true},
      {absent(), 1, false},
      {other_than({1, 3}), 2, true},
      {other_than({1, 3}), 3, false},
  };
  for (const Row& row : rows) {
    record.version = row.version;
    EXPECT_EQ(check_precondition(row.expected, record).has_value(), row.holds) << &row - rows;
  }
}

TEST_F(Preconditions, AreLookedAtWhenTheRecordIsThere) {
  Record owner = practice.add(kOwners, {});
  owner.at(resource(kOwners).id()) = make_uuid_v7();
  practice.patch(owner, {{"town", "Bath"}}, stale_);
  EXPECT_THAT(practice.refusals, ElementsAre("not-found"));
}

// The order of the steps: the parent, references, prepare, required, the exclusive flag, validate,
// unique, store, effects.
class Order : public EngineTest {};

TEST_F(Order, OfTheRulesIsPrepareValidateEffects) {
  std::vector<std::string> steps;
  const auto note = [&](const char* step) {
    return [&steps, step](const Change& change, RuleContext& context) {
      const bool stored = context.find(*change.after().resource, change.after().id()).has_value();
      steps.push_back(step + std::string(stored ? ": stored" : ": not stored yet"));
    };
  };
  rules_of(kOwners) = {note("prepare"), note("validate"), note("effects")};
  practice.create(kOwners, {{"name", "Ann"}});
  EXPECT_THAT(
      steps, ElementsAre("prepare: not stored yet", "validate: not stored yet", "effects: stored"));
}

// All that is wrong is said at once, in the order of the fields.
TEST_F(Order, OfTheChecksIsThatAllAreMade) {
  practice.add(kOwners, {{"code", "A"}});
  rules_of(kOwners).prepare = [](const Change&, RuleContext& context) {
    context.refuse(field(kOwners, "street"), errors::not_applicable);
  };
  rules_of(kOwners).validate = [](const Change&, RuleContext& context) {
    context.refuse(field(kOwners, "name"), errors::not_applicable);
  };
  rules_of(kOwners).effects = [](const Change&, RuleContext&) { ADD_FAILURE() << "asked"; };
  practice.create(kOwners, {{"code", "A"}, {"kind", "Farm"}, {"home-region-uuid", make_uuid_v7()}});
  EXPECT_THAT(practice.refusals,
              ElementsAre("name: not-applicable", "code: not-unique", "herd-size: required-here",
                          "region-uuid: reference-not-found", "street: not-applicable"));
}

TEST_F(Order, LetsChecksSeeWhatWasPrepared) {
  rules_of(kOwners).prepare = [](const Change&, RuleContext& context) {
    context.set(field(kOwners, "herd-size"), number(4));
    context.set(field(kOwners, "code"), "A"s);
  };
  bool changed = false;
  rules_of(kOwners).validate = [&](const Change& change, RuleContext&) {
    changed = change.changes(field(kOwners, "code"));
  };
  practice.create(kOwners, {{"kind", "Farm"}});
  EXPECT_THAT(practice.refusals, IsEmpty()) << "the herd has a size by now";
  EXPECT_TRUE(changed);
  practice.create(kOwners, {{"kind", "Farm"}});
  EXPECT_THAT(practice.refusals, ElementsAre("code: not-unique"));
}

}  // namespace
}  // namespace vip::test
