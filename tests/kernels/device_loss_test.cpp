// Loses the device at every CUDA call of a whole conversion in turn. The table is always the same
// as the CPU's.
#include "bytes/output_file.hpp"
#include "convert/backend_choice.hpp"
#include "convert/fallback_backend.hpp"
#include "convert/pipeline.hpp"
#include "cpu/cpu_backend.hpp"
#include "hapmill/backend/cuda_backend.hpp"
#include "host_cuda/runtime.hpp"
#include "matrix/file_kind.hpp"
#include "matrix/matrix_header.hpp"
#include "options/convert_arguments.hpp"
#include "options/planner.hpp"
#include "records/plain_writer.hpp"
#include "records/table_header.hpp"
#include "rows/file_source.hpp"
#include "rows/stream_source.hpp"
#include "support/conversion_properties.hpp"
#include "support/fed_pipe.hpp"
#include "support/listed_paths.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

using host_cuda::After;
using host_cuda::Call;

/// More bytes than the reader of the header takes from a stream at first.
std::string const comment = "##" + std::string(kind_sample_bytes, 'x') + "\n";

/// Makes a matrix of two contigs with rows of every outcome, large enough to fill all slots more
/// than once.
std::string make_matrix() {
  std::string text = comment + "CHROM\tPOS\tREF\t1a\t1b\t2a\t2b\n";
  for (int k = 1; k <= 90; ++k) {
    text += k <= 50 ? "chr1\t" : "chr2\t";
    text += std::to_string(k % 40 == 0 ? 0 : k) + "\tA\tA\t" + (k % 3 == 0 ? "A" : "T") + "\t" +
            (k % 5 == 0 ? "N" : "A") + (k % 37 == 0 ? "\n" : "\tA\n");
  }
  return text;
}

struct Outcome {
  std::string table;
  std::string rejects;
  std::uint64_t rows_read = 0;
  std::string backend;
  std::string words;
  std::string error;  ///< error of the device, if it ended the conversion

  /// Whether the device was lost after it had converted something.
  bool is_lost_on_the_way() const {
    return backend.find(", then cpu") != std::string::npos &&
           backend.find(" for 0 chunks") == std::string::npos;
  }

  bool is_same(Outcome const& other) const {
    return table == other.table && rejects == other.rejects && rows_read == other.rows_read;
  }
};

class DeviceLoss : public testing::TestWithParam<After> {
 protected:
  void SetUp() override { write_text(folder_.path() / "m", matrix_); }
  void TearDown() override {
    heal();
    EXPECT_EQ(host_cuda::live_objects(), 0U);
  }

  static void heal() {
    for (int call = 0; call < host_cuda::call_count; ++call) {
      host_cuda::fail_call(static_cast<Call>(call), 0, cudaSuccess);
    }
  }

  /// Converts the matrix from a file with --device, or from a stream on a device with a fallback.
  Outcome convert(std::string const& device, bool is_stream = false) const {
    std::optional<FedPipe> pipe;
    if (is_stream) pipe.emplace(matrix_, cuts());
    auto const options = parse_convert_arguments(
        {is_stream ? pipe->path() : folder_.file("m"), "--chunk-size", "300", "--device", device,
         "--on-bad-row", "skip", "--threads", "3", "--report", "r"});
    ConvertPlan plan = make_plan(*options);
    MatrixInput input{input_path(options->matrices.front())};
    MatrixHeader header = read_matrix_header(input, {});
    add_samples(plan, header.column_names);
    Outcome outcome;
    auto const tell = [&](std::string const& words) { outcome.words += words + "\n"; };
    auto const& stages = *cpu::runnable_stages()[0];
    TaskPool pool{3};
    BackendChoice const choice{plan.machine, stages, pool};
    ContigList const contigs;
    try {
      if (is_stream) {
        StreamSource source{input, header, contigs, '\t', 300};
        auto const backend = make_stream_backend(plan.row, source, stages, pool, tell);
        run(outcome, plan.row, input, source, *backend);
      } else {
        auto const input_plan =
            make_input_plan(scan_contig_runs(input, header, '\t'), plan.contig_order);
        FileSource source{input, input_plan, header.data_begin, 300};
        auto const backend = choice.make_backend(plan.row, source, input.size(), tell);
        run(outcome, plan.row, input, source, *backend);
      }
    } catch (cu::DeviceError const& error) {
      outcome.error = error.what();
    }
    return outcome;
  }

  /// The pieces of a stream. A single piece would be one chunk together with the header.
  std::vector<std::size_t> cuts() const {
    std::vector<std::size_t> cuts;
    for (std::size_t at = comment.size() + 100; at < matrix_.size(); at += 200) cuts.push_back(at);
    return cuts;
  }

  /// The program itself never does this, because --device auto converts streams on the CPU.
  static std::unique_ptr<Backend> make_stream_backend(RowPlan const& plan, MatrixSource& source,
                                                      cpu::Stages const& stages, TaskPool& pool,
                                                      BackendChoice::Tell const& tell) {
    cu::CudaOptions options;
    options.slot_count = 3;
    options.text_bytes = 5000;
    options.make_cpu_converter = [&] {
      auto converter = std::make_shared<cpu::RowConverter>(plan, stages);
      return
          [converter](Chunk const& chunk, SiteBatch& batch) { converter->convert(chunk, batch); };
    };
    return std::make_unique<FallbackBackend>(
        cu::make_cuda_backend(plan, source, options),
        [&plan, &source, &stages, &pool, tell](cu::DeviceError const& loss,
                                               std::size_t slot_count) {
          tell(loss.what());
          source.set_chunk_bytes(100);
          return std::make_unique<cpu::CpuBackend>(plan, source, stages, pool, slot_count);
        });
  }

  void run(Outcome& outcome, RowPlan const& plan, MatrixInput const& input, MatrixSource& source,
           Backend& backend) const {
    OutputFile records{output_path(folder_.file("t"))};
    OutputFile rejects{output_path(folder_.file("rejects"))};
    Progress progress{ProgressStyle::none, 0};
    PlainWriter writer{records};
    writer.write_header(table_header(plan));
    Totals const totals = run_pipeline({plan, input, source, backend, writer, &rejects, progress});
    records.publish();
    rejects.publish();
    outcome.rows_read = totals.rows.read;
    outcome.table = read_text(folder_.path() / "t");
    outcome.rejects = read_text(folder_.path() / "rejects");
    outcome.backend = backend.name();
  }

  /// Loses the device at every call that a conversion makes and checks the outcome.
  template <class Convert, class Judge>
  void lose_at_every_call(Convert const& convert_once, Judge const& judge) {
    std::array<std::uint64_t, host_cuda::call_count> made{};
    auto const count = [&](int sign) {
      for (int k = 0; k < host_cuda::call_count; ++k) {
        made[static_cast<std::size_t>(k)] +=
            static_cast<std::uint64_t>(sign) * host_cuda::calls_made(static_cast<Call>(k));
      }
    };
    count(-1);
    convert_once();
    count(1);
    std::uint64_t const step = sanitizer_divisor == 1 ? 1 : 11;
    for (int k = 0; k < host_cuda::call_count; ++k) {
      auto const call = static_cast<Call>(k);
      ASSERT_GT(made[static_cast<std::size_t>(k)], 0U);
      for (std::uint64_t n = 1; n <= made[static_cast<std::size_t>(k)]; n += step) {
        SCOPED_TRACE("call kind " + std::to_string(k) + ", number " + std::to_string(n));
        host_cuda::fail_call(call, n, cudaErrorLaunchFailure, GetParam());
        Outcome const outcome = convert_once();
        heal();
        judge(outcome);
        ASSERT_EQ(host_cuda::live_objects(), 0U);
        if (HasFailure()) return;
      }
    }
  }

  TemporaryFolder folder_;
  std::string matrix_ = make_matrix();
};

INSTANTIATE_TEST_SUITE_P(Device, DeviceLoss, testing::Values(After::goes_on, After::lost),
                         [](auto const& after) {
                           return std::string{after.param == After::lost ? "IsLost" : "FailsOnce"};
                         });

TEST_P(DeviceLoss, UnderAutoTheCpuGoesOnFromAnyCall) {
  Outcome const expected = convert("cpu");
  ASSERT_GT(expected.table.size(), 1000U);
  ASSERT_GT(expected.rejects.size(), 20U);
  int lost_count = 0;
  int on_the_way_count = 0;
  int refused_count = 0;
  lose_at_every_call([&] { return convert("auto"); },
                     [&](Outcome const& outcome) {
                       EXPECT_TRUE(outcome.is_same(expected)) << outcome.table;
                       EXPECT_EQ(outcome.error, "");
                       bool const is_lost = outcome.backend.find(", then cpu") != std::string::npos;
                       bool const is_refused = outcome.backend.starts_with("cpu");
                       EXPECT_EQ(is_lost, outcome.words.starts_with("cuda:0 is lost: "))
                           << outcome.words;
                       EXPECT_EQ(is_refused, outcome.words.starts_with("cuda:0 cannot be used: "))
                           << outcome.words;
                       lost_count += is_lost ? 1 : 0;
                       on_the_way_count += outcome.is_lost_on_the_way() ? 1 : 0;
                       refused_count += is_refused ? 1 : 0;
                     });
  EXPECT_GE(lost_count, on_the_way_count);
  EXPECT_GT(on_the_way_count, 0);
  EXPECT_GT(refused_count, 5);
}

TEST_P(DeviceLoss, UnderCudaItEndsTheConversion) {
  Outcome const expected = convert("cpu");
  int failure_count = 0;
  lose_at_every_call(
      [&] { return convert("cuda"); },
      [&](Outcome const& outcome) {
        EXPECT_EQ(outcome.words, "");
        if (outcome.error.empty()) {  // a wait failed after the end of the conversion
          EXPECT_TRUE(outcome.is_same(expected));
          return;
        }
        ++failure_count;
        EXPECT_EQ(outcome.table, "");
        EXPECT_NE(outcome.error.find("--device auto"), std::string::npos);
      });
  EXPECT_GT(failure_count, 10);
}

TEST_P(DeviceLoss, KeepsTheTextOfAStream) {
  Outcome const expected = convert("cpu");
  int lost_count = 0;
  lose_at_every_call([&] { return convert("cpu", true); },
                     [&](Outcome const& outcome) {
                       if (!outcome.error.empty())
                         return;  // the device was lost while the backend was made
                       EXPECT_TRUE(outcome.is_same(expected)) << outcome.table;
                       lost_count += outcome.is_lost_on_the_way() ? 1 : 0;
                     });
  EXPECT_GT(lost_count, 0);
}

}  // namespace
}  // namespace hapmill::test
