#include "support/conversion_properties.hpp"
#include "support/fed_pipe.hpp"
#include "support/random_matrix.hpp"
#include "support/temporary_folder.hpp"

#include "cli/command_line.hpp"
#include "hapmill/support/errors.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>

namespace hapmill::test {
namespace {

/// Discards standard output during its lifetime.
class NoStandardOutput {
 public:
  NoStandardOutput() : kept_{::dup(STDOUT_FILENO)} {
    int const nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(nowhere, STDOUT_FILENO);
    ::close(nowhere);
  }
  ~NoStandardOutput() {
    ::dup2(kept_, STDOUT_FILENO);
    ::close(kept_);
  }

 private:
  int kept_;
};

int exit_status(std::vector<std::string> const& arguments) {
  try {
    return static_cast<int>(run_command_line(arguments));
  } catch (Error const& error) {
    return static_cast<int>(error.status());
  }
}

/// Returns the exit status of a command on the matrix of a case.
int run_on_case(std::string const& command, RandomCase const& random_case,
                TemporaryFolder const& folder) {
  std::vector<std::string> arguments{command, "-q", "-o", "/dev/null"};
  for (auto const& option : command_line_options(random_case, folder.path())) {
    arguments.push_back(option);
  }
  if (!random_case.options.stream) {
    arguments.push_back(folder.file("matrix.txt"));
    return exit_status(arguments);
  }
  FedPipe const pipe{random_case.matrix, {}};
  arguments.push_back(pipe.path());
  return exit_status(arguments);
}

void expect_same_verdicts(std::uint64_t last_seed, MakeCase make_case) {
  TemporaryFolder const folder;
  std::uint64_t failed = 0;
  for (std::uint64_t seed = 0; seed < last_seed / sanitizer_divisor; ++seed) {
    auto const random_case = make_case(seed);
    write_text(folder.path() / "matrix.txt", random_case.matrix);
    NoStandardOutput const silence;
    int const converted = run_on_case("convert", random_case, folder);
    int const checked = run_on_case("check", random_case, folder);
    if (converted != 0) ++failed;
    ASSERT_EQ(checked, converted) << "seed " << seed;
  }
  EXPECT_GT(failed, 0U);
}

TEST(CheckVerdict, PredictsConvert) { expect_same_verdicts(400, make_random_case); }

TEST(CheckVerdict, PredictsConvertForVcf) { expect_same_verdicts(300, make_random_vcf_case); }

}  // namespace
}  // namespace hapmill::test
