// What follows from the declarations: lists, help, completion, the manual.

#include "cli/command_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

#include "cli/complete.h"
#include "cli/declare.h"
#include "cli/manual.h"

namespace vip::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Commands : public testing::Test {
 protected:
  Commands() {
    auto* client = app.add_subcommand("client", "Clients");
    auto* allow = client->add_subcommand("allow", "Change addresses");
    add_argument(*allow, "client", named, "The client");
    add_list(*allow, "--add", added, address_list(), "Add these");
    allow->add_flag("--clear", clear, "Empty the list first");
    auto* create = client->add_subcommand("create", "Add one");
    add_list(*create, "--scopes", scopes, scope_list(), "What it may do");
    add_choice(*create, "--environment", environment, {"sandbox", "production"}, "Which one");
    add_value(*create, "--name", environment_file, "NAME", "Its name")->required();
    add_value(*create, "--from", environment_file, "FILE", "A file");
    describe(*create, "Prose.", {{"vip client create --name x", "one"}, {"vip client", ""}});
    app.add_subcommand("hidden", "Not shown")->group("");
  }
  std::vector<std::string> spread(const std::vector<std::string>& words) {
    return spread_lists(app, words);
  }
  std::vector<std::string> completed(const std::vector<std::string>& words) {
    std::vector<std::string> found;
    for (const auto& candidate : complete(command_tree(app), words).candidates)
      found.push_back(candidate.word);
    return found;
  }

  CLI::App app{"vip: a platform", "vip"};
  std::string named, environment, environment_file;
  std::vector<std::string> added, scopes;
  bool clear = false;
};

TEST_F(Commands, AListTakesWordsUpToTheNextFlag) {
  EXPECT_THAT(
      spread({"client", "create", "--scopes", "a:read", "b:read", "--name", "x"}),
      ElementsAre("client", "create", "--scopes", "a:read", "--scopes", "b:read", "--name", "x"));
  EXPECT_THAT(spread({"client", "create", "--scopes=a:read", "b:read"}),
              ElementsAre("client", "create", "--scopes=a:read", "--scopes", "b:read"));
  EXPECT_THAT(spread({"client", "create", "--name", "x", "y"}),
              ElementsAre("client", "create", "--name", "x", "y"))
      << "no list";
  EXPECT_THAT(spread({"client", "create", "--scopes"}),
              ElementsAre("client", "create", "--scopes"));
  EXPECT_THAT(spread({"client", "create", "--scopes", "a:read", "--", "b:read"}),
              ElementsAre("client", "create", "--scopes", "a:read", "--", "b:read"));
  EXPECT_THAT(spread({}), IsEmpty());
}

TEST_F(Commands, TheCommandsOwnArgumentIsNotSwallowed) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"client", "allow", "main", "--add", "192.0.2.1", "192.0.2.2", "--clear"},
           {"client", "allow", "--add", "192.0.2.1", "192.0.2.2", "main", "--clear"},
           {"client", "allow", "--clear", "--add", "192.0.2.1", "192.0.2.2", "main"},
           {"client", "allow", "--add", "192.0.2.1,192.0.2.2", "main", "--clear"},
           {"client", "allow", "--add", "192.0.2.1", "main", "--add", "192.0.2.2", "--clear"}}) {
    auto spread_words = spread(words);
    std::reverse(spread_words.begin(), spread_words.end());
    app.parse(std::move(spread_words));
    EXPECT_EQ(named, "main");
    EXPECT_THAT(added, ElementsAre("192.0.2.1", "192.0.2.2"));
    EXPECT_TRUE(clear);
  }
}

TEST_F(Commands, ValuesOfListsAndChoicesAreChecked) {
  const auto refusal = [&](const std::string& line) -> std::string {
    try {
      app.parse(line);
    } catch (const CLI::ParseError& error) {
      return error.what();
    }
    return "taken";
  };
  EXPECT_EQ(refusal("client create --name x --environment prodution"),
            "--environment: takes sandbox or production, not prodution. Did you mean production?");
  EXPECT_THAT(refusal("client create --name x --scopes contact"), HasSubstr("as contact:read"));
  EXPECT_THAT(refusal("client allow main --add 192.0.2"), HasSubstr("203.0.113.0/24"));
  EXPECT_EQ(refusal("client create --name x --scopes all --environment sandbox"), "taken");
}

TEST_F(Commands, HelpShowsHowACommandIsUsed) {
  const auto tree = command_tree(app);
  const auto& create = tree.commands.at(0).commands.at(1);
  EXPECT_EQ(create.synopsis(), "vip client create --name NAME [options]");
  const auto help = help_text(create);
  EXPECT_THAT(help, HasSubstr("--environment sandbox|production"));
  EXPECT_THAT(help, HasSubstr("--scopes SCOPE..."));
  EXPECT_THAT(help, HasSubstr("\nProse.\n\nExamples:\n  vip client create --name x  # one\n"));
  EXPECT_EQ(tree.commands.at(0).commands.at(0).synopsis(), "vip client allow CLIENT [options]");
  EXPECT_THAT(help_text(tree), Not(HasSubstr("hidden")));
  EXPECT_EQ(leaves(tree).size(), 2U);
}

TEST_F(Commands, AreCompleted) {
  EXPECT_THAT(completed({"cl"}), ElementsAre("client"));
  EXPECT_THAT(completed({"client", ""}), ElementsAre("allow", "create"));
  EXPECT_THAT(completed({"client", "cr"}), ElementsAre("create"));
  EXPECT_THAT(completed({"client", "create", "--e"}), ElementsAre("--environment"));
  EXPECT_THAT(completed({"client", "create", "--environment", ""}),
              ElementsAre("sandbox", "production"));
  EXPECT_THAT(completed({"client", "create", "--environment=p"}),
              ElementsAre("--environment=production"));
  EXPECT_THAT(completed({"client", "create", "--name", "x", "--n"}), IsEmpty()) << "given already";
  EXPECT_THAT(completed({"client", "create", "--scopes", "a:read", "--s"}),
              ElementsAre("--scopes"));
  EXPECT_THAT(completed({"nothing", "such", "x"}), IsEmpty());
  EXPECT_EQ(complete(command_tree(app), {"client", "create", "--from", ""}).kind,
            Completion::Kind::files);
  EXPECT_EQ(to_lines({Completion::Kind::words, {{"a", "A"}}}), ":words\na\tA\n");
}

TEST_F(Commands, AreInTheManual) {
  const auto page = manual_page(command_tree(app));
  EXPECT_THAT(page, HasSubstr(".SS vip client create \\-\\-name NAME [options]\n"));
  EXPECT_THAT(page, HasSubstr(".B \\-\\-environment sandbox|production\n"));
  EXPECT_THAT(page, HasSubstr(".SH EXIT STATUS\n"));
  const auto markdown = commands_as_markdown(command_tree(app));
  EXPECT_THAT(markdown, HasSubstr("\n### vip client create\n"));
  EXPECT_THAT(markdown, HasSubstr("| `--environment sandbox\\|production` | Which one |\n"));
}

TEST(WrappedText, KeepsWordsWhole) {
  EXPECT_EQ(wrapped_text("one two three", 2, 9), "one two\n  three");
  EXPECT_EQ(wrapped_text("", 2, 9), "");
  EXPECT_EQ(wrapped_text("a-very-long-word x", 0, 5), "a-very-long-word\nx");
}

}  // namespace
}  // namespace vip::cli
