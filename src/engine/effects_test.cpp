// Effects: what a change brings with it, in the same write and through the targets' own rules; and
// aggregates, which are kept by effects.

#include <random>
#include <stdexcept>

#include "engine/aggregate_check.h"
#include "engine/test_engine.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::string_literals;

class Effects : public EngineTest {
 protected:
  using Step = std::function<void(const Change&, RuleContext&)>;
  // What a visit brings with it, in this test.
  void visit_brings(const Step& step) { rules_of(kVisits).effects = step; }
  static void refuse_all(const Change& change, RuleContext& context) {
    const Record& any = change.removes() ? *change.before : change.after();
    context.refuse({&any.resource->id()}, errors::not_applicable);
  }

  Record owner = practice.add(kOwners, {{"name", "Ann"}});
};

TEST_F(Effects, CreateRecordsOfTheIdThatWasChosen) {
  const Uuid id = make_uuid_v7();
  visit_brings([&](const Change& change, RuleContext& context) {
    context.create(resource(kLetters),
                   values(kLetters, {{"letter-uuid", id}, {"visit-uuid", change.after().id()}}));
  });
  const Record visit = practice.create(kVisits, {});
  EXPECT_THAT(log(), ElementsAre("create pets/visits 1", "create pets/letters 1"));
  const Record letter = practice.stored(kLetters, id);
  EXPECT_EQ(at(letter, "visit-uuid"), Value{visit.id()}) << "they see what caused them";
  EXPECT_EQ(at(letter, "number"), Value{"1"s});
  EXPECT_EQ(at(letter, "sent"), Value{practice.time.milliseconds});
}

TEST_F(Effects, GoThroughTheRulesOfTheirTarget) {
  visit_brings(
      [&](const Change&, RuleContext& context) { context.create(resource(kLetters), {}); });
  rules_of(kLetters).prepare = [](const Change&, RuleContext& context) {
    context.set(field(kLetters, "text"), "Dear owner"s);
  };
  rules_of(kLetters).effects = [&](const Change&, RuleContext& context) {
    context.patch(resource(kOwners), owner.id(), values(kOwners, {{"town", "Ely"}}));
  };
  practice.create(kVisits, {});
  EXPECT_EQ(at(practice.made(kLetters), "text"), Value{"Dear owner"s});
  EXPECT_THAT(log(), ElementsAre("create pets/visits 1", "create pets/letters 1",
                                 R"(update pets/owners 2 ["town"])"));
}

// They should have been checked in validate. Those that are refused take the whole write back.
TEST_F(Effects, ThatAreRefusedLeaveNothing) {
  visit_brings([&](const Change&, RuleContext& context) {
    context.patch(resource(kOwners), owner.id(), values(kOwners, {{"town", "Ely"}}));
    context.create(resource(kLetters), {});
  });
  rules_of(kLetters).validate = refuse_all;
  const Record visit = practice.create(kVisits, {});
  EXPECT_THAT(practice.refusals, ElementsAre("letter-uuid: not-applicable"));
  EXPECT_FALSE(practice.exists(kVisits, visit.id()));
  EXPECT_EQ(practice.stored(kOwners, owner.id()).version, 1);
  EXPECT_THAT(log(), IsEmpty());
}

TEST_F(Effects, PatchInTheOrderInWhichTheyWereAskedFor) {
  visit_brings([&](const Change&, RuleContext& context) {
    for (const char* town : {"Ely", "Bath"})
      context.patch(resource(kOwners), owner.id(), values(kOwners, {{"town", std::string(town)}}));
  });
  practice.create(kVisits, {});
  EXPECT_EQ(at(practice.stored(kOwners, owner.id()), "town"), Value{"Bath"s});
}

TEST_F(Effects, GiveARecordOneVersionAndOneEntryOfTheChangeLog) {
  visit_brings([&](const Change&, RuleContext& context) {
    const auto patch = [&](const char* name, const char* value) {
      context.patch(resource(kOwners), owner.id(), values(kOwners, {{name, std::string(value)}}));
    };
    patch("town", "Ely");
    patch("street", "Quay");
    patch("town", "Bath");
  });
  practice.create(kVisits, {});
  EXPECT_THAT(log(),
              ElementsAre("create pets/visits 1", R"(update pets/owners 2 ["town","street"])"));
  EXPECT_EQ(practice.stored(kOwners, owner.id()).version, 2);
}

TEST_F(Effects, AddToWhatIsThereByThen) {
  const Uuid nobody = make_uuid_v7();
  visit_brings([&](const Change&, RuleContext& context) {
    for (const Uuid& id : {owner.id(), owner.id(), nobody})
      context.add(resource(kOwners), id, values(kOwners, {{"visits", number(2)}}));
  });
  practice.create(kVisits, {});
  practice.create(kVisits, {});
  EXPECT_THAT(practice.refusals, IsEmpty()) << "nothing where there is no such record";
  EXPECT_EQ(at(practice.stored(kOwners, owner.id()), "visits"), number(8));
}

TEST_F(Effects, RemoveAsDeletesDo) {
  const Uuid visit = practice.add(kVisits, {}).id();
  const Uuid letter = practice.add(kLetters, {}).id();
  rules_of(kPhones).effects = [&](const Change&, RuleContext& context) {
    context.remove(resource(kVisits), visit);
    context.remove(resource(kLetters), letter);
    context.remove(resource(kOwners), owner.id());
  };
  practice.create(kPhones, {});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_FALSE(practice.exists(kVisits, visit)) << "hard";
  EXPECT_THAT(log(), ElementsAre("create pets/phones 1", "remove pets/visits 1",
                                 R"(update pets/letters 2 ["deleted-date"])",
                                 R"(update pets/owners 2 ["deactivated"])"));
}

TEST_F(Effects, RemoveThroughTheRulesOfTheirTarget) {
  const Uuid visit = practice.add(kVisits, {}).id();
  rules_of(kPhones).effects = [&](const Change&, RuleContext& context) {
    context.remove(resource(kVisits), visit);
  };
  int seen = 0;
  visit_brings([&](const Change& change, RuleContext&) { seen += change.removes() ? 1 : 0; });
  rules_of(kVisits).validate = refuse_all;
  practice.create(kPhones, {});
  EXPECT_THAT(practice.refusals, ElementsAre("visit-uuid: not-applicable"));
  EXPECT_TRUE(practice.exists(kVisits, visit));
  EXPECT_THAT(practice.all(kPhones), IsEmpty());
  EXPECT_EQ(seen, 0);
  rules_of(kVisits).validate = {};
  practice.create(kPhones, {});
  EXPECT_FALSE(practice.exists(kVisits, visit));
  EXPECT_EQ(seen, 1);
}

TEST_F(Effects, OfARemovalComeWithIt) {
  const Record visit = practice.add(kVisits, {});
  visit_brings([&](const Change& change, RuleContext& context) {
    if (change.removes())
      context.patch(resource(kOwners), owner.id(), values(kOwners, {{"town", "Ely"}}));
  });
  practice.remove(visit);
  EXPECT_THAT(log(), ElementsAre("remove pets/visits 1", R"(update pets/owners 2 ["town"])"));
}

// They cannot be refused, so they may name what is out of use; what is not there they may not.
TEST_F(Effects, MayNameWhatIsOutOfUse) {
  practice.set(owner, {{"deactivated", yes()}});
  Uuid named = owner.id();
  visit_brings([&](const Change&, RuleContext& context) {
    context.create(resource(kLetters), values(kLetters, {{"owner-uuid", named}}));
  });
  practice.create(kVisits, {});
  EXPECT_THAT(practice.refusals, IsEmpty());
  named = make_uuid_v7();
  practice.create(kVisits, {});
  EXPECT_THAT(practice.refusals, ElementsAre("owner-uuid: reference-not-found"));
}

TEST_F(Effects, MayMakeWhatLacksARequiredValue) {
  visit_brings([&](const Change&, RuleContext& context) {
    context.create(resource(kOwners), values(kOwners, {{"kind", "Farm"s}}));
  });
  practice.create(kVisits, {});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST_F(Effects, EndWhereTheyWouldGoInACircle) {
  int depth = 0;
  visit_brings([&](const Change&, RuleContext& context) {
    ++depth;
    context.create(resource(kVisits), {});
  });
  EXPECT_THROW(practice.create(kVisits, {}), std::logic_error);
  EXPECT_EQ(depth, 9) << "the change itself and eight effects of effects";
  EXPECT_THAT(practice.all(kVisits), IsEmpty());
}

TEST_F(Effects, GoEightDeep) {
  int depth = 0;
  visit_brings([&](const Change&, RuleContext& context) {
    if (depth++ < 8) context.create(resource(kVisits), {});
  });
  practice.create(kVisits, {});
  EXPECT_THAT(practice.all(kVisits), testing::SizeIs(9));
}

TEST_F(Effects, OfARefusedChangeDoNotHappen) {
  visit_brings([](const Change&, RuleContext&) { ADD_FAILURE() << "asked"; });
  rules_of(kVisits).validate = refuse_all;
  practice.create(kVisits, {});
  EXPECT_THAT(practice.refusals, ElementsAre("visit-uuid: not-applicable"));
}

// What an owner owes is the sum of the visits that are not free.
class Aggregates : public EngineTest {
 protected:
  Record visit(std::int64_t price, const Value& free = no()) {
    return practice.create(kVisits,
                           {{"owner-uuid", owner_.id()}, {"price", number(price)}, {"free", free}});
  }
  Value owed(const Record& owner) { return at(practice.stored(kOwners, owner.id()), "owed"); }

  const Record owner_ = practice.add(kOwners, {}), other_ = practice.add(kOwners, {});
};

TEST_F(Aggregates, FollowEveryChangeOfWhatTheyAddUp) {
  Record first = visit(500);
  EXPECT_EQ(owed(owner_), number(500));
  const Record second = visit(250);
  EXPECT_EQ(owed(owner_), number(750));
  practice.patch(first, {{"price", number(100)}});
  EXPECT_EQ(owed(owner_), number(350));
  practice.patch(first, {{"owner-uuid", other_.id()}});
  EXPECT_EQ(owed(owner_), number(250));
  EXPECT_EQ(owed(other_), number(100));
  practice.remove(second);
  EXPECT_EQ(owed(owner_), number(0));
}

TEST_F(Aggregates, CountWhatTheirConditionSays) {
  Record gift = visit(500, yes());
  EXPECT_EQ(owed(owner_), number(0));
  practice.patch(gift, {{"free", no()}});
  EXPECT_EQ(owed(owner_), number(500));
}

TEST_F(Aggregates, AreWrittenOnceForEachWrite) {
  visit(500);
  EXPECT_THAT(log(), ElementsAre("create pets/visits 1", R"(update pets/owners 2 ["owed"])"));
  Record same = practice.made(kVisits);
  practice.patch(same, {{"note", "Limping"}});
  EXPECT_THAT(log(), ElementsAre(R"(update pets/visits 2 ["note"])")) << "the sum is the same";
}

TEST_F(Aggregates, AreTheSumAfterAnyHistory) {
  std::mt19937 random{20260615};
  const auto below = [&](std::size_t bound) { return random() % bound; };
  const std::vector<Uuid> owners{owner_.id(), other_.id()};
  std::vector<Uuid> visits;
  for (int step = 0; step < 200; ++step) {
    const NamedValues changed{{"owner-uuid", owners[below(2)]},
                              {"price", number(static_cast<std::int64_t>(below(1000)))},
                              {"free", number(static_cast<std::int64_t>(below(2)))}};
    if (visits.empty() || below(3) == 0) {
      visits.push_back(practice.create(kVisits, changed).id());
    } else if (const std::size_t one = below(visits.size()); below(4) == 0) {
      practice.remove(practice.stored(kVisits, visits[one]));
      visits.erase(visits.begin() + static_cast<std::ptrdiff_t>(one));
    } else {
      practice.patch(practice.stored(kVisits, visits[one]), {changed[below(changed.size())]});
    }
    ASSERT_THAT(practice.refusals, IsEmpty());
  }
  practice.look([](WriteSession& session) {
    const AggregateCheck check = check_aggregates(session, catalogue());
    EXPECT_EQ(check.aggregates, 2);
    EXPECT_EQ(check.wrong, 0);
  });
}

TEST_F(Aggregates, AreAnsweredAsTheyAreAfterTheEffects) {
  rules_of(kOwners).effects = [&](const Change& change, RuleContext& context) {
    if (change.creates())
      context.create(resource(kVisits), values(kVisits, {{"owner-uuid", change.after().id()},
                                                         {"price", number(500)}}));
  };
  const Record owner = practice.create(kOwners, {{"name", "Ann"}});
  EXPECT_EQ(at(owner, "owed"), number(500));
  EXPECT_EQ(owner.version, 1) << "one write, one version";
}

}  // namespace
}  // namespace vip::test
