#include "records/bgzf_writer.hpp"

#include "hapmill/support/errors.hpp"
#include "records/indexed_file.hpp"
#include "records/plain_writer.hpp"
#include "records/record_stream.hpp"
#include "support/listed_paths.hpp"
#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

namespace hapmill::test {
namespace {

class BgzfWriterTest : public testing::Test {
 protected:
  std::string file(std::string const& name) const { return folder_.file(name); }

  std::string compress(RecordStream const& stream, Compression const& compression) const {
    write_bgzf(file("t.gz"), stream, compression);
    return read_text(file("t.gz"));
  }

  TemporaryFolder folder_;
};

std::string read_by_gzip(std::string const& path) {
  std::FILE* const in = ::popen(("gzip -dc '" + path + "'").c_str(), "r");
  std::string text;
  char buffer[10'000];
  for (std::size_t count = 0; (count = std::fread(buffer, 1, sizeof buffer, in)) > 0;) {
    text.append(buffer, count);
  }
  EXPECT_EQ(::pclose(in), 0);
  return text;
}

std::vector<int> all_levels() { return {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}; }

TEST_F(BgzfWriterTest, EachLevelIsReadBackByHtslibAndGzip) {
  RecordStream const stream = make_random_stream(3);
  std::string const text = stream.header + join(stream.records);
  ASSERT_GT(text.size(), 1'000'000U);
  for (int const level : all_levels()) {
    SCOPED_TRACE(level);
    write_bgzf(file("t.gz"), stream, {.level = level});
    EXPECT_EQ(read_bgzf(file("t.gz")), text);
    EXPECT_EQ(read_by_gzip(file("t.gz")), text);
  }
}

TEST_F(BgzfWriterTest, EndsBlocksByItsRules) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(seed);
    RecordStream const stream = make_random_stream(seed, seed - 1);
    auto const blocks = read_blocks(compress(stream, {.level = 1, .split_seed = seed}));
    EXPECT_TRUE(blocks == cut_by_reference(stream));
  }
}

TEST_F(BgzfWriterTest, BytesDependNeitherOnThreadsNorOnCalls) {
  for (int const level : {1, 6}) {
    RecordStream const stream = make_random_stream(100 + static_cast<std::uint64_t>(level), 15);
    std::string const expected = compress(stream, {.level = level});
    for (std::size_t thread_count = 1; thread_count <= 8; ++thread_count) {
      for (std::uint64_t split = 1; split <= 3; ++split) {
        EXPECT_TRUE(compress(stream, {level, thread_count, 10 * thread_count + split}) == expected)
            << "level " << level << ", " << thread_count << " threads, split " << split;
      }
    }
  }
}

TEST_F(BgzfWriterTest, BytesOfASegmentDependOnlyOnItsRecords) {
  RecordStream both = make_random_stream(7, 20);
  both.header.clear();
  std::size_t const middle = both.records.size() / 2;
  both.segments = {0, middle};
  RecordStream first = both;
  RecordStream second = both;
  first.segments = second.segments = {};
  first.records.resize(middle);
  second.records.erase(second.records.begin(), second.records.begin() + std::ptrdiff_t(middle));
  for (int const level : all_levels()) {
    std::string joined = compress(first, {.level = level});
    joined.resize(joined.size() - bgzf::eof_block().size());
    joined += compress(second, {.level = level});
    EXPECT_TRUE(compress(both, {.level = level}) == joined) << level;
  }
}

TEST_F(BgzfWriterTest, LargeRecordsAreDividedAtFullBlocks) {
  RecordStream stream;
  for (std::size_t const size : {5U, 65'280U, 65'281U, 10U, 130'560U, 1U, 3'000'000U, 65'270U}) {
    stream.records.push_back(std::string(size - 1, 'A') + '\n');
  }
  auto const blocks = read_blocks(compress(stream, {.level = 1, .thread_count = 2}));
  EXPECT_TRUE(blocks == cut_by_reference(stream));
  EXPECT_EQ(blocks[0].size(), 5U);
  EXPECT_EQ(blocks[1].size(), 65'280U);
  EXPECT_EQ(blocks[2].size(), 65'280U);
  EXPECT_EQ(blocks[3].size(), 1U + 10U);
}

TEST_F(BgzfWriterTest, WithoutRecordsWritesTheLastBlock) {
  std::string const end = "\x1f\x8b\x08\x04" + std::string(5, '\0') + "\xff\x06" +
                          std::string(1, '\0') + "BC\x02" + std::string(1, '\0') + "\x1b" +
                          std::string(1, '\0') + "\x03" + std::string(9, '\0');
  ASSERT_EQ(end.size(), 28U);
  EXPECT_EQ(compress({}, {}), end);
  RecordStream nothing;
  nothing.segments = {0, 0, 0};
  EXPECT_EQ(compress(nothing, {.split_seed = 5}), end);
}

TEST_F(BgzfWriterTest, HeaderAloneIsOneBlock) {
  RecordStream stream;
  stream.header = "#CHROM\tPOS\n";
  EXPECT_EQ(read_blocks(compress(stream, {})), std::vector{stream.header});
}

TEST_F(BgzfWriterTest, StartsAgainWhenTheFileIsRestarted) {
  RecordStream const wrong = make_random_stream(11);
  RecordStream const right = make_random_stream(12);
  std::string const expected = compress(right, {});
  for (std::size_t const thread_count : {1U, 3U}) {
    OutputFile output{output_path(file("r.gz"))};
    TaskPool pool{thread_count};
    for (int k = 0; k < 3; ++k) {
      {
        BgzfWriter writer{output, pool, 1, RecordKind::table, nullptr};
        writer.write_header(wrong.header);
        write_records(writer, wrong, 0);
      }
      output.restart();
    }
    BgzfWriter writer{output, pool, 1, RecordKind::table, nullptr};
    writer.write_header(right.header);
    write_records(writer, right, 0);
    writer.finish();
    output.publish();
    EXPECT_TRUE(read_text(file("r.gz")) == expected);
  }
}

TEST_F(BgzfWriterTest, MayBeDestroyedWithBlocksInFlight) {
  TaskPool pool{3};
  for (std::uint64_t seed = 20; seed < 30; ++seed) {
    OutputFile output{output_path(file("t.gz"))};
    BgzfWriter writer{output, pool, 6, RecordKind::table, nullptr};
    write_records(writer, make_random_stream(seed, 15), seed);
  }
}

TEST_F(BgzfWriterTest, AFullDiskIsAnError) {
  RecordStream const stream = make_random_stream(3);
  for (std::size_t const thread_count : {1U, 4U}) {
    EXPECT_THROW(write_bgzf("/dev/full", stream, {.thread_count = thread_count}), OutputError);
    EXPECT_THROW(write_bgzf("/dev/full", {}, {.thread_count = thread_count}), OutputError);
  }
}

TEST_F(BgzfWriterTest, ABrokenPipeEndsIt) {
  auto const before = ::signal(SIGPIPE, SIG_IGN);
  ASSERT_EQ(::mkfifo(file("fifo").c_str(), 0600), 0);
  int const reader = ::open(file("fifo").c_str(), O_RDONLY | O_NONBLOCK);
  OutputFile output{output_path(file("fifo"))};
  TaskPool pool{2};
  BgzfWriter writer{output, pool, 1, RecordKind::table, nullptr};
  writer.write_header("header\n");
  EXPECT_FALSE(writer.is_cut_off());
  ::close(reader);
  auto const stream = make_random_stream(3);
  write_records(writer, stream, 0);
  EXPECT_TRUE(writer.is_cut_off());
  write_records(writer, stream, 0);
  EXPECT_NO_THROW(writer.finish());
  EXPECT_NO_THROW(output.publish());
  ::signal(SIGPIPE, before);
}

TEST_F(BgzfWriterTest, PlainWriterWritesRecordsUnchanged) {
  auto const stream = make_random_stream(3);
  OutputFile output{output_path(file("t"))};
  PlainWriter writer{output};
  writer.write_header(stream.header);
  write_records(writer, stream, 4);
  writer.finish();
  output.publish();
  EXPECT_TRUE(read_text(file("t")) == stream.header + join(stream.records));
  EXPECT_FALSE(writer.is_cut_off());
}

}  // namespace
}  // namespace hapmill::test
