// The shared machine of states, on a field of a made-up resource.
#include "domains/common/transitions.h"

#include <gmock/gmock.h>

#include "domains/common/fake_rule_context.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A task that is open until it is done or dropped, and can be taken up again when dropped.
class TaskStates : public testing::Test {
 protected:
  TaskStates() {
    add("task-uuid", FieldType::uuid);
    add("status", FieldType::enumeration).enum_values = {"Open", "Done", "Dropped", "Archived"};
    for (Field& field : tasks_.fields) field.owner = &tasks_;
  }

  StateMachine machine(std::vector<Transition> transitions) const {
    return {field("status"), {"Open"}, std::move(transitions)};
  }
  StateMachine machine() const {
    return machine({{"Open", {"Done", "Dropped"}}, {"Dropped", {"Open", "Archived"}}});
  }
  FieldHandle field(const char* name) const { return {&tasks_.field(name)}; }

  Record task(const char* status) const {
    Record record{&tasks_, 0, 1, std::vector<Value>(tasks_.fields.size())};
    if (status != nullptr) record.at(*field("status").field) = std::string{status};
    return record;
  }
  // What the machine says of a change from one state to the other; null is a new record.
  std::vector<std::string> verdict(const char* from, const char* to) {
    const Record before = task(from);
    Record after = task(to);
    world_.refusals.clear();
    machine().check(change(from == nullptr ? nullptr : &before, after), world_);
    return world_.refusals;
  }
  static Change change(const Record* before, Record& after) {
    Change change{before == nullptr ? Operation::create : Operation::patch, before, &after, {}};
    for (std::size_t i = 0; i < after.values.size(); ++i)
      change.changed.push_back(before == nullptr ? !is_null(after.values[i])
                                                 : before->values[i] != after.values[i]);
    return change;
  }

  FakeRuleContext world_;

 private:
  Field& add(const char* name, FieldType type) {
    Field field;
    field.name = name;
    field.type = type;
    field.index = static_cast<int>(tasks_.fields.size());
    return tasks_.fields.emplace_back(std::move(field));
  }
  Resource tasks_;
};

TEST_F(TaskStates, GoAsTheMachineSays) {
  EXPECT_THAT(verdict(nullptr, "Open"), IsEmpty());
  EXPECT_THAT(verdict("Open", "Done"), IsEmpty());
  EXPECT_THAT(verdict("Open", "Dropped"), IsEmpty());
  EXPECT_THAT(verdict("Dropped", "Open"), IsEmpty());
  EXPECT_THAT(verdict("Done", "Done"), IsEmpty()) << "nothing changes";
}

TEST_F(TaskStates, RefuseWhatLeadsNowhere) {
  EXPECT_THAT(verdict(nullptr, "Done"), ElementsAre("status: transition-not-allowed"));
  EXPECT_EQ(world_.last_detail, "It begins as Open; Done comes later.");
  EXPECT_THAT(verdict("Open", "Archived"), ElementsAre("status: transition-not-allowed"));
  EXPECT_EQ(world_.last_detail, "Open can be followed by Done or Dropped, not by Archived.");
  EXPECT_THAT(verdict("Done", "Open"), ElementsAre("status: transition-not-allowed"));
  EXPECT_EQ(world_.last_detail, "Done is a final state: nothing follows it.");
}

TEST_F(TaskStates, AreFinalWhereNothingFollows) {
  EXPECT_TRUE(machine().is_final("Done"));
  EXPECT_TRUE(machine().is_final(task("Archived")));
  EXPECT_FALSE(machine().is_final("Dropped"));
  EXPECT_TRUE(machine().may_follow("Open", "Done"));
  EXPECT_FALSE(machine().may_follow("Done", "Open"));
}

TEST_F(TaskStates, AreEnteredByACreateAndByAChange) {
  Record open = task("Open");
  Record done = task("Done");
  EXPECT_TRUE(machine().enters(change(nullptr, open), "Open"));
  EXPECT_TRUE(machine().enters(change(&open, done), "Done"));
  EXPECT_FALSE(machine().enters(change(&open, done), "Open"));
  Record same = done;
  EXPECT_FALSE(machine().enters(change(&done, same), "Done"));
}

TEST_F(TaskStates, StopTheStartWhenTheFieldHasNoSuchState) {
  EXPECT_THROW(machine({{"Opened", {"Done"}}}), std::logic_error);
  EXPECT_THROW(machine({{"Open", {"Finished"}}}), std::logic_error);
  EXPECT_THROW((StateMachine{field("status"), {"New"}, {}}), std::logic_error);
}

}  // namespace
}  // namespace vip::domains
