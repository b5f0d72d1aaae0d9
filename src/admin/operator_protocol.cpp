// JSON without line breaks is a line; nothing else is needed to tell messages apart.

#include "admin/operator_protocol.h"

namespace vip {

std::string write_operator_request(std::string_view command, std::string_view arguments_json) {
  std::string line;
  json::Writer{line}
      .begin_object()
      .key("command")
      .string(command)
      .key("arguments")
      .raw(arguments_json)
      .end_object();
  return line;
}

std::optional<OperatorRequest> read_operator_request(std::string_view line) {
  auto node = json::parse(line);
  if (!node) return std::nullopt;
  const auto* command = node->find("command");
  const auto* arguments = node->find("arguments");
  if (command == nullptr || !command->is(json::Node::Kind::string)) return std::nullopt;
  if (arguments == nullptr || !arguments->is(json::Node::Kind::object)) return std::nullopt;
  return OperatorRequest{command->text, *arguments};
}

std::string write_operator_answer(const OperatorAnswer& answer) {
  std::string line;
  json::Writer writer{line};
  writer.begin_object();
  if (answer) {
    writer.key("result").raw(*answer);
  } else {
    const bool usage = answer.error().kind() == OperatorRefusal::Kind::usage;
    writer.key(usage ? "usage" : "refused").string(answer.error().what());
  }
  writer.end_object();
  return line;
}

std::optional<OperatorAnswer> read_operator_answer(std::string_view line) {
  const auto node = json::parse(line, {.depth = 32, .nodes = 5'000'000});
  if (!node) return std::nullopt;
  if (const auto* result = node->find("result"); result != nullptr)
    return OperatorAnswer{json::to_string(*result)};
  using Kind = OperatorRefusal::Kind;
  if (const auto* refused = node->find("refused"); refused != nullptr)
    return OperatorAnswer{tl::unexpected{OperatorRefusal{Kind::refused, refused->text}}};
  if (const auto* usage = node->find("usage"); usage != nullptr)
    return OperatorAnswer{tl::unexpected{OperatorRefusal{Kind::usage, usage->text}}};
  return std::nullopt;
}

}  // namespace vip
