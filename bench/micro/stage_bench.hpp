#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace hapmill::bench {

/// A stage that is measured by itself. `bench/run stages` makes a table of these.
struct StageBench {
  std::string stage;   ///< what is done; what begins with `+` does what stands before it as well
  std::string target;  ///< by what: an instruction set, a library
  std::string input;
  std::size_t bytes;          ///< of the input
  std::function<void()> run;  ///< once over the whole input
};

/// Registers `STAGE/TARGET/INPUT`. Its time is that of all threads of the process.
void add_stage(StageBench stage);

/// Registers `memcpy/libc/INPUT`: a copy of the same bytes, which are kept.
void add_copy(std::string const& input, std::string_view bytes);

// What there is; called once each. Inputs live until the process ends.
void add_fused_stages();
void add_row_function_stages();
void add_rewriter_stages();
void add_inflate_stages();
void add_record_stages();
void add_level_benchmarks();

}  // namespace hapmill::bench
