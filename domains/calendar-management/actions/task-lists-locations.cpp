// The cross join of active task lists and active locations.
#include "rules/action.h"

namespace vip::domains {
namespace {

class TaskListLocations final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    const auto locations = in_use(call, location_closed_, wanted_location_);
    for (const Uuid& list : in_use(call, list_unused_, wanted_list_)) {
      for (const Uuid& location : locations) {
        Record answer = call.answer();
        answer.at(*list_.field) = list;
        answer.at(*location_.field) = location;
        call.respond(answer);
        if (!call.wants_more()) return;
      }
    }
  }

 private:
  static std::vector<Uuid> in_use(ActionCall& call, FieldHandle unused, FieldHandle wanted) {
    std::vector<Uuid> ids;
    const Value& only = call.input().at(wanted);
    const Selection all{{{unused, FilterOp::eq, {std::int64_t{0}}}}, {}, 0};
    call.each(unused.resource(), all, [&](const Record& record) {
      if (is_null(only) || only == Value{record.id()}) ids.push_back(record.id());
      return true;
    });
    return ids;
  }

  FieldHandle wanted_list_ = input("task-list-uuid"), wanted_location_ = input("location-uuid"),
              list_ = output("task-list-uuid"), location_ = output("location-uuid"),
              list_unused_ = of("calendar-management/task-lists", "deactivated"),
              location_closed_ = of("location-management/locations", "deactivated");
};

}  // namespace

std::unique_ptr<ActionRules> make_calendar_management_task_lists_locations_action(
    const ActionSetup& setup) {
  return std::make_unique<TaskListLocations>(setup);
}

}  // namespace vip::domains
