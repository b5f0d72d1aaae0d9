// What rules see, set, refuse and warn of, and the checks that every resource has: references,
// required and unique values, exclusive flags.

#include "engine/test_engine.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::string_literals;

class References : public EngineTest {};

TEST_F(References, NameRecordsThatAreThereAndInUse) {
  const Uuid open = practice.add(kRegions, {}).id();
  const Uuid closed = practice.add(kRegions, {{"closed", yes()}}).id();
  const auto refusals = [&](const Uuid& region) {
    practice.create(kOwners, {{"home-region-uuid", region}});
    return practice.refusals;
  };
  EXPECT_THAT(refusals(open), IsEmpty());
  EXPECT_THAT(refusals(closed), ElementsAre("region-uuid: reference-deactivated"));
  EXPECT_EQ(practice.last_detail, "T is deactivated");
  EXPECT_THAT(refusals(make_uuid_v7()), ElementsAre("region-uuid: reference-not-found"));
  EXPECT_EQ(practice.last_detail, "T does not exist");
}

TEST_F(References, AreJudgedWhenTheyChange) {
  Record region = practice.add(kRegions, {});
  Record owner = practice.add(kOwners, {{"home-region-uuid", region.id()}});
  practice.set(region, {{"closed", yes()}});
  practice.patch(owner, {{"town", "Ely"}});
  EXPECT_THAT(practice.refusals, IsEmpty()) << "it was accepted once";
}

TEST_F(References, AreNamedAsTheBodyNamesThem) {
  Record owner = practice.add(kOwners, {});
  practice.patch(owner, {{"home-region-uuid", make_uuid_v7()}});
  EXPECT_THAT(practice.refusals, ElementsAre("home-region-uuid: reference-not-found"));
}

class RequiredValues : public EngineTest {};

TEST_F(RequiredValues, AreThoseOfTheRecordAfterTheChange) {
  Record owner = practice.add(kOwners, {});
  practice.patch(owner, {{"kind", "Farm"}});
  EXPECT_THAT(practice.refusals, ElementsAre("herd-size: required-here"));
  practice.patch(owner, {{"kind", "Farm"}, {"herd-size", number(3)}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.patch(owner, {{"herd-size", null_value()}});
  EXPECT_THAT(practice.refusals, ElementsAre("herd-size: required-here"));
}

class UniqueValues : public EngineTest {};

TEST_F(UniqueValues, AreOfOneRecord) {
  Record first = practice.create(kOwners, {{"code", "A"}});
  practice.create(kOwners, {{"code", "A"}});
  EXPECT_THAT(practice.refusals, ElementsAre("code: not-unique"));
  practice.create(kOwners, {{"code", "a"}});
  EXPECT_THAT(practice.refusals, ElementsAre("code: not-unique")) << "as filters compare texts";
  practice.patch(first, {{"code", "A"}, {"town", "Ely"}});
  EXPECT_THAT(practice.refusals, IsEmpty()) << "its own is in nobody's way";
}

TEST_F(UniqueValues, AreOfOneRecordTogether) {
  Record first = practice.create(kOwners, {{"town", "Ely"}, {"street", "Quay"}});
  practice.create(kOwners, {{"town", "Ely"}, {"street", "Quay"}});
  EXPECT_THAT(practice.refusals, ElementsAre("town: not-unique"));
  for (int i = 0; i < 2; ++i) {
    practice.create(kOwners, {{"town", "Ely"}});
    EXPECT_THAT(practice.refusals, IsEmpty()) << "no value is like no other";
  }
  practice.patch(first, {{"name", "Ann"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST_F(UniqueValues, AreExternalIdsOfABusiness) {
  practice.create(kOwners, {{"external-id", "x"}});
  practice.create(kOwners, {{"external-id", "x"}});
  EXPECT_THAT(practice.refusals, ElementsAre("external-id: external-id-taken"));
  practice.actor.origin.business = make_uuid_v4();
  practice.create(kOwners, {{"external-id", "x"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

class ExclusiveFlags : public EngineTest {
 protected:
  Record phone(const Uuid& owner, const Value& preferred = no()) {
    return practice.create(kPhones, {{"owner-uuid", owner}, {"preferred", preferred}});
  }
  bool preferred(const Record& phone) {
    return at(practice.stored(kPhones, phone.id()), "preferred") == yes();
  }
  const Uuid owner_ = practice.add(kOwners, {}).id();
};

TEST_F(ExclusiveFlags, AreOfTheFirstRecordOfEachParent) {
  EXPECT_TRUE(preferred(phone(owner_)));
  EXPECT_FALSE(preferred(phone(owner_)));
  EXPECT_TRUE(preferred(phone(practice.add(kOwners, {}).id())));
}

TEST_F(ExclusiveFlags, MoveToTheRecordThatIsGivenThem) {
  const Record first = phone(owner_);
  Record second = phone(owner_, yes());
  EXPECT_FALSE(preferred(first));
  EXPECT_TRUE(preferred(second));
  EXPECT_THAT(log(), ElementsAre(R"(update pets/phones 2 ["preferred"])",
                                 R"(update pets/owners 3 ["phones"])", "create pets/phones 1"));
  Record again = practice.stored(kPhones, first.id());
  practice.patch(again, {{"preferred", yes()}});
  EXPECT_THAT(log(), ElementsAre(R"(update pets/phones 2 ["preferred"])",
                                 R"(update pets/owners 4 ["phones"])",
                                 R"(update pets/phones 3 ["preferred"])"));
  EXPECT_FALSE(preferred(second));
}

TEST_F(ExclusiveFlags, AreNotTakenAway) {
  Record first = phone(owner_);
  phone(owner_);
  practice.patch(first, {{"preferred", no()}});
  EXPECT_THAT(practice.refusals, ElementsAre("preferred: exclusive-flag-required"));
}

TEST_F(ExclusiveFlags, GoToTheOldestWhenTheirRecordGoes) {
  const Record first = phone(owner_), second = phone(owner_), third = phone(owner_);
  practice.remove(first);
  EXPECT_TRUE(preferred(second));
  EXPECT_FALSE(preferred(third));
  EXPECT_THAT(log(), ElementsAre("remove pets/phones 1", R"(update pets/owners 5 ["phones"])",
                                 R"(update pets/phones 2 ["preferred"])"));
  practice.remove(second);
  practice.remove(third);
  EXPECT_THAT(practice.refusals, IsEmpty()) << "nobody is left to carry it";
}

class Rules : public EngineTest {
 protected:
  // Asks in `validate` of a create with these values.
  template <class Answer>
  Answer asked(const NamedValues& values, const std::function<Answer(RuleContext&)>& question) {
    Answer answer{};
    rules_of(kOwners).validate = [&](const Change&, RuleContext& context) {
      answer = question(context);
    };
    practice.create(kOwners, values);
    rules_of(kOwners).validate = {};
    return answer;
  }
};

TEST_F(Rules, KnowWhatTheCallerNamed) {
  const auto is_explicit = [&](const char* name) {
    return asked<bool>({{"town", "Ely"}, {"street", null_value()}}, [&](RuleContext& context) {
      return context.is_explicit(field(kOwners, name));
    });
  };
  EXPECT_TRUE(is_explicit("town"));
  EXPECT_TRUE(is_explicit("street")) << "null counts";
  EXPECT_FALSE(is_explicit("kind")) << "a default is not named";
}

TEST_F(Rules, KnowWhetherAnotherRecordHasAValue) {
  Record ely = practice.add(kOwners, {{"town", "Ely"}});
  const auto exists = [&](const char* town, bool active_only) {
    return asked<bool>({{"town", "Bath"}}, [&](RuleContext& context) {
      return context.exists_with(field(kOwners, "town"), Value{std::string(town)}, active_only);
    });
  };
  EXPECT_TRUE(exists("Ely", false));
  EXPECT_TRUE(exists("Ely", true));
  EXPECT_FALSE(exists("Wells", false));
  practice.set(ely, {{"deactivated", yes()}});
  EXPECT_TRUE(exists("Ely", false));
  EXPECT_FALSE(exists("Ely", true));
}

TEST_F(Rules, DoNotTakeTheRecordItselfForAnother) {
  Record owner = practice.add(kOwners, {{"town", "Ely"}});
  bool found = true;
  rules_of(kOwners).validate = [&](const Change&, RuleContext& context) {
    found = context.exists_with(field(kOwners, "town"), Value{"Ely"s});
  };
  practice.patch(owner, {{"street", "Quay"}});
  EXPECT_FALSE(found);
}

TEST_F(Rules, FindWhatTheRecordNames) {
  const Uuid region = practice.add(kRegions, {{"name", "Fens"}}).id();
  std::vector<std::string> found;
  rules_of(kOwners).validate = [&](const Change& change, RuleContext& context) {
    const auto named = context.find(field(kOwners, "home-region-uuid"), change.after());
    found.emplace_back(named ? named->text(field(kRegions, "name")) : "nothing");
  };
  practice.create(kOwners, {{"home-region-uuid", region}});
  practice.create(kOwners, {});
  EXPECT_THAT(found, ElementsAre("Fens", "nothing"));
}

TEST_F(Rules, SelectAsListsDo) {
  practice.add(kOwners, {{"name", "Ann"}, {"herd-size", number(3)}});
  practice.add(kOwners, {{"name", "Bob"}, {"herd-size", number(5)}, {"deactivated", yes()}});
  practice.add(kOwners, {{"name", "Cleo"}});
  const auto selected = [&](const Selection& selection) {
    std::string names;
    practice.ask([&](DataContext& data) {
      for (const Record& owner : data.select(resource(kOwners), selection))
        names += owner.text(field(kOwners, "name")).substr(0, 1);
    });
    return names;
  };
  const FieldHandle herd = field(kOwners, "herd-size");
  EXPECT_EQ(selected({}), "ABC") << "those out of use too, the oldest first";
  EXPECT_EQ(selected({{}, {{herd, true}}, 0}), "BAC");
  EXPECT_EQ(selected({{}, {}, 2}), "AB");
  EXPECT_EQ(selected({{{herd, FilterOp::gt, {number(3)}}}, {}, 0}), "B");
  EXPECT_EQ(selected({{{herd, FilterOp::in, {number(3), number(5)}}}, {}, 0}), "AB");
  EXPECT_EQ(selected({{{herd, FilterOp::is_null, {yes()}}}, {}, 0}), "C");
}

TEST_F(Rules, WarnOfWhatIsMadeAllTheSame) {
  rules_of(kOwners).validate = [](const Change&, RuleContext& context) {
    context.warn(field(kOwners, "home-region-uuid"), errors::not_applicable, "Far away");
  };
  const Record owner = practice.create(kOwners, {});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_THAT(practice.warnings, ElementsAre("region-uuid: not-applicable"));
  EXPECT_TRUE(practice.exists(kOwners, owner.id()));
}

TEST_F(Rules, MayComputeNoDateOutsideOfTheCalendar) {
  const std::int64_t end = parse_instant("9999-12-31T23:59:59.999Z")->milliseconds;
  for (const std::int64_t beyond : {0, 1}) {
    rules_of(kLetters).prepare = [&](const Change&, RuleContext& context) {
      context.set(field(kLetters, "sent"), Value{end + beyond});
    };
    practice.create(kLetters, {});
    EXPECT_EQ(practice.refusals, beyond == 0 ? std::vector<std::string>{}
                                             : std::vector<std::string>{"sent: out-of-range"});
  }
}

TEST_F(Rules, SayTheSameErrorOnceAndPlacesWithinAField) {
  rules_of(kOwners).validate = [](const Change&, RuleContext& context) {
    context.refuse(field(kOwners, "hours"), errors::not_applicable, "First", "/open");
    context.refuse(field(kOwners, "hours"), errors::not_applicable, "Second", "/open");
    context.refuse(field(kOwners, "hours"), errors::not_applicable, "Third", "/close");
    context.refuse(field(kOwners, "name"), errors::not_applicable);
  };
  practice.create(kOwners, {});
  EXPECT_THAT(practice.refusals, ElementsAre("name: not-applicable", "hours/open: not-applicable",
                                             "hours/close: not-applicable"));
  EXPECT_EQ(practice.last_detail, "Third");
}

TEST_F(Rules, HaveTheTimeOfTheWriteAndTheTenant) {
  practice.tenant.currency = "EUR";
  EXPECT_EQ(asked<std::int64_t>({}, [](RuleContext& data) { return data.now().milliseconds; }),
            practice.time.milliseconds);
  EXPECT_EQ(asked<std::string>({}, [](RuleContext& data) { return data.tenant().currency; }),
            "EUR");
  EXPECT_EQ(asked<std::string>({}, [](RuleContext& data) { return data.time_zone(nullptr); }),
            "UTC")
      << "no resource has a time zone";
}

// What creating a record would come to.
class DryRuns : public EngineTest {
 protected:
  DryRun run(const NamedValues& letter) {
    DryRun made;
    rules_of(kOwners).validate = [&](const Change&, RuleContext& context) {
      made = context.dry_run(resource(kLetters), values(kLetters, letter));
    };
    practice.create(kOwners, {});
    return made;
  }
};

TEST_F(DryRuns, SayWhetherTheRulesWouldTakeIt) {
  rules_of(kLetters).prepare = [](const Change&, RuleContext& context) {
    context.set(field(kLetters, "text"), "Dear owner"s);
  };
  const DryRun taken = run({});
  EXPECT_TRUE(taken.accepted);
  EXPECT_EQ(at(taken.record, "text"), Value{"Dear owner"s});
  rules_of(kLetters).validate = [](const Change&, RuleContext& context) {
    context.refuse(field(kLetters, "text"), errors::not_applicable);
  };
  EXPECT_FALSE(run({}).accepted);
  EXPECT_THAT(practice.refusals, IsEmpty()) << "it is not what was asked for";
}

TEST_F(DryRuns, MakeTheEnginesChecks) {
  EXPECT_FALSE(run({{"visit-uuid", make_uuid_v7()}}).accepted);
  EXPECT_TRUE(run({{"visit-uuid", practice.add(kVisits, {}).id()}}).accepted);
}

TEST_F(DryRuns, UseNothingUp) {
  rules_of(kLetters).effects = [](const Change&, RuleContext&) { ADD_FAILURE() << "asked"; };
  EXPECT_TRUE(run({}).accepted);
  EXPECT_THAT(log(), ElementsAre("create pets/owners 1"));
  EXPECT_THAT(practice.all(kLetters), IsEmpty());
  rules_of(kLetters).effects = {};
  EXPECT_EQ(at(practice.create(kLetters, {}), "number"), Value{"1"s});
}

}  // namespace
}  // namespace vip::test
