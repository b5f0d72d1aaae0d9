#include "admin/variables_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "platform/test_platform.h"

namespace vip {
namespace {

TEST(VariablesFile, IsReadAsAShellDoes) {
  const test::TemporaryDirectory directory;
  const auto file = directory.path() + "/x.env";
  std::ofstream{file}
      << "# A=comment\nA=1\nexport B=\"two words\"\n C='3' \nD=a=b\nE=\nnothing\r\n";
  const auto variables = read_variables(file);
  ASSERT_TRUE(variables);
  EXPECT_EQ(*variables,
            (Variables{{"A", "1"}, {"B", "two words"}, {"C", "3"}, {"D", "a=b"}, {"E", ""}}));
  EXPECT_FALSE(read_variables(directory.path() + "/none"));
}

}  // namespace
}  // namespace vip
