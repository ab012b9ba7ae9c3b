#include "records/sorting_writer.hpp"

#include "hapmill/support/errors.hpp"
#include "records/bgzf_writer.hpp"
#include "records/indexed_file.hpp"
#include "records/plain_writer.hpp"
#include "records/record_stream.hpp"
#include "support/listed_paths.hpp"
#include "support/sorted_lines.hpp"
#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

namespace hapmill::test {
namespace {

/// A writer that stores what it gets.
struct Received {
  std::string records;
  std::vector<std::uint64_t> segment_begins;  ///< offsets in the records
  bool is_finished = false;
};

class ReceivingWriter final : public RecordWriter {
 public:
  explicit ReceivingWriter(Received& received) : received_{received} {}

  void write_header(std::string_view header) override { received_.records += header; }
  void write(char const* records, std::size_t size,
             std::span<std::uint64_t const> segment_begins) override {
    for (auto const begin : segment_begins) {
      EXPECT_LE(begin, size);
      received_.segment_begins.push_back(received_.records.size() + begin);
    }
    received_.records.append(records, size);
  }
  void finish() override { received_.is_finished = true; }
  bool is_cut_off() const override { return false; }

 private:
  Received& received_;
};

struct Record {
  std::uint32_t contig = 0;
  std::uint32_t pos = 1;
  std::string text;  ///< the rest of a line, without tabs and newlines; in BCF any bytes

  friend bool operator<(Record const& a, Record const& b) {
    return a.contig != b.contig ? a.contig < b.contig : a.pos < b.pos;
  }
};

std::string little_endian(std::uint64_t value) {
  std::string bytes;
  for (int k = 0; k < 4; ++k) bytes += static_cast<char>(value >> (8 * k));
  return bytes;
}

std::string to_bytes(RecordKind kind, Record const& record) {
  if (kind == RecordKind::bcf) {
    std::size_t const in_shared = record.text.size() / 3;
    return little_endian(12 + in_shared) + little_endian(record.text.size() - in_shared) +
           little_endian(record.contig) + little_endian(record.pos - 1) + little_endian(1) +
           record.text;
  }
  std::string const place =
      "contig " + std::to_string(record.contig) + '\t' + std::to_string(record.pos) + '\t';
  return place + (kind == RecordKind::vcf ? ".\tA\t" : "A,C\t") + record.text + '\n';
}

RecordStream make_records(RecordKind kind, std::vector<Record> const& records) {
  RecordStream stream;
  stream.kind = kind;
  for (auto const& record : records) stream.records.push_back(to_bytes(kind, record));
  return stream;
}

/// Makes records of a few contigs, which are together, sorted by POS, nearly sorted, or not sorted.
/// Records with the same POS differ in their text.
std::vector<Record> make_random_records(Random& random) {
  std::vector<Record> records;
  std::uint32_t const contig_count = static_cast<std::uint32_t>(random.between(0, 6));
  for (std::uint32_t contig = 0; contig < contig_count; ++contig) {
    std::size_t const first = records.size();
    std::uint64_t const most_pos = random.pick(std::vector<std::uint64_t>{3, 100, 2'147'483'647});
    std::uint64_t const count = random.one_in(4) ? random.between(1, 3) : random.between(1, 80);
    for (std::uint64_t k = 0; k < count; ++k) {
      std::size_t const size = random.one_in(20) ? random.between(3'000, 9'000) : random.below(40);
      records.push_back({contig, static_cast<std::uint32_t>(random.between(1, most_pos)),
                         std::to_string(k) + std::string(size, 'x')});
    }
    if (random.one_in(3)) continue;
    std::stable_sort(records.begin() + std::ptrdiff_t(first), records.end());
    if (random.one_in(2)) std::swap(records[first], records.back());
  }
  return records;
}

class SortingWriterTest : public testing::Test {
 protected:
  std::string file(std::string const& name) const { return folder_.file(name); }

  Received sort(RecordStream const& stream, std::size_t most_bytes, std::uint64_t split_seed = 0) {
    Received received;
    SortingWriter writer{std::make_unique<ReceivingWriter>(received), stream.kind,
                         folder_.path().string(), most_bytes};
    writer.write_header(stream.header);
    write_records(writer, stream, split_seed);
    EXPECT_FALSE(received.is_finished);
    writer.finish();
    EXPECT_TRUE(received.is_finished);
    std::filesystem::directory_iterator const names{folder_.path()};
    EXPECT_EQ(std::distance(begin(names), end(names)), 0) << "the file has no name";
    return received;
  }

  void expect_sorted(RecordKind kind, std::vector<Record> records, std::size_t most_bytes,
                     std::uint64_t split_seed = 0) {
    RecordStream stream = make_records(kind, records);
    // The sorting writer ignores the segments that it gets.
    for (std::size_t k = 0; k < records.size(); k += 7) stream.segments.push_back(k);
    Received const received = sort(stream, most_bytes, split_seed);
    std::stable_sort(records.begin(), records.end());
    std::string expected;
    std::vector<std::uint64_t> begins;
    for (std::size_t k = 0; k < records.size(); ++k) {
      if (k == 0 || records[k].contig != records[k - 1].contig) begins.push_back(expected.size());
      expected += to_bytes(kind, records[k]);
    }
    EXPECT_TRUE(received.records == expected);
    EXPECT_EQ(received.segment_begins, begins);
  }

  TemporaryFolder folder_;
};

constexpr RecordKind kinds[] = {RecordKind::table, RecordKind::vcf, RecordKind::bcf};

TEST_F(SortingWriterTest, SortsEachContigWithAnyMemory) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Random random{seed};
    auto const records = make_random_records(random);
    for (std::size_t const most_bytes : {1U, 100U, 1'000U, 10'000U, 1'000'000U}) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << ", " << most_bytes << " bytes");
      expect_sorted(kinds[seed % 3], records, most_bytes, random.below(2) * seed);
    }
  }
}

TEST_F(SortingWriterTest, MergesThousandsOfRuns) {
  std::vector<Record> records;
  for (std::uint32_t k = 0; k < 3'000; ++k) {
    records.push_back({k / 2'900, 2'000 - k / 2, std::to_string(k)});
  }
  for (RecordKind const kind : kinds) expect_sorted(kind, records, 1);
}

TEST_F(SortingWriterTest, AcceptsRecordsLargerThanItsMemory) {
  std::vector<Record> records;
  for (std::uint32_t const size : {4'000U, 4'096U, 1'000'000U, 0U, 300'000U, 65'536U, 262'144U}) {
    records.push_back({0, 1 + size % 1'000, std::string(size, 'x')});
    records.push_back({0, 500, std::string(size, 'y')});
  }
  for (RecordKind const kind : kinds) {
    for (std::size_t const most_bytes : {1U, 5'000U, 300'000U}) {
      expect_sorted(kind, records, most_bytes);
    }
  }
}

TEST_F(SortingWriterTest, LargeSortedContigsPassThrough) {
  std::vector<Record> records;
  for (std::uint32_t k = 0; k < 20'000; ++k) {
    records.push_back({k / 15'000, 1 + k / 3, std::string(50, 'x') + std::to_string(k)});
  }
  for (std::size_t const most_bytes : {3'000U, 400'000U, 10'000'000U}) {
    expect_sorted(RecordKind::vcf, records, most_bytes, 7);
  }
}

TEST_F(SortingWriterTest, ContigsMayBeManyAndSmall) {
  std::vector<Record> records;
  for (std::uint32_t k = 0; k < 50'000; ++k) {
    records.push_back({k / 2, 9 - k % 2, std::to_string(k)});
  }
  expect_sorted(RecordKind::table, records, 1'000'000, 3);
}

TEST_F(SortingWriterTest, WithoutRecordsWritesNothing) {
  RecordStream stream;
  stream.header = "header\n";
  stream.segments = {0, 0};
  Received const received = sort(stream, 100);
  EXPECT_EQ(received.records, "header\n");
  EXPECT_TRUE(received.segment_begins.empty());
}

/// Makes records of one contig in descending order.
RecordStream make_backward_records(RecordKind kind = RecordKind::table) {
  std::vector<Record> records;
  for (std::uint32_t k = 0; k < 1'000; ++k)
    records.push_back({0, 1'000 - k, std::string(999, 'x')});
  return make_records(kind, records);
}

TEST_F(SortingWriterTest, AFullDiskIsAnErrorThatNamesTheFolder) {
  struct rlimit before {};
  ::getrlimit(RLIMIT_FSIZE, &before);
  auto const signal_before = ::signal(SIGXFSZ, SIG_IGN);
  struct rlimit const full{500'000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &full);
  std::string message;
  try {
    sort(make_backward_records(), 10'000);
  } catch (OutputError const& error) {
    message = error.what();
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, signal_before);
  for (char const* words : {"File too large", folder_.path().c_str(), "--sort", "make room"}) {
    EXPECT_NE(message.find(words), std::string::npos) << message;
  }
}

TEST_F(SortingWriterTest, AMissingFolderIsAnErrorWhenItIsNeeded) {
  for (std::size_t const most_bytes : {10'000U, 10'000'000U}) {
    Received received;
    SortingWriter writer{std::make_unique<ReceivingWriter>(received), RecordKind::table, file("no"),
                         most_bytes};
    auto const write = [&] {
      write_records(writer, make_backward_records(), 0);
      writer.finish();
    };
    if (most_bytes == 10'000) {
      EXPECT_THROW(write(), OutputError);
    } else {
      write();
    }
  }
}

TEST_F(SortingWriterTest, WorksBeforeCompressionAndIndex) {
  RecordStream stream = make_backward_records(RecordKind::vcf);
  for (std::size_t const thread_count : {1U, 3U}) {
    for (std::size_t const most_bytes : {10'000U, 10'000'000U}) {
      OutputFile output{output_path(file("t.gz"))};
      TaskPool pool{thread_count};
      RecordIndex index{RecordKind::vcf, IndexFormat::csi, {}};
      SortingWriter writer{std::make_unique<BgzfWriter>(output, pool, 6, RecordKind::vcf, &index),
                           RecordKind::vcf, folder_.path().string(), most_bytes};
      writer.write_header("#header\n");
      write_records(writer, stream, 3);
      writer.finish();
      output.publish();
      EXPECT_FALSE(index.unsorted());
      EXPECT_TRUE(read_bgzf(file("t.gz")) == sort_sites("#header\n" + join(stream.records)));
    }
  }
}

TEST_F(SortingWriterTest, ABrokenPipeEndsIt) {
  auto const before = ::signal(SIGPIPE, SIG_IGN);
  ASSERT_EQ(::mkfifo(file("fifo").c_str(), 0600), 0);
  int const reader = ::open(file("fifo").c_str(), O_RDONLY | O_NONBLOCK);
  OutputFile output{output_path(file("fifo"))};
  SortingWriter writer{std::make_unique<PlainWriter>(output), RecordKind::table,
                       folder_.path().string(), 10'000};
  writer.write_header("header\n");
  EXPECT_FALSE(writer.is_cut_off());
  ::close(reader);
  write_records(writer, make_backward_records(), 1);
  EXPECT_FALSE(writer.is_cut_off()) << "the contig has not ended";
  EXPECT_NO_THROW(writer.finish());
  EXPECT_TRUE(writer.is_cut_off());
  write_records(writer, make_backward_records(), 1);
  EXPECT_NO_THROW(writer.finish());
  EXPECT_NO_THROW(output.publish());
  ::signal(SIGPIPE, before);
}

TEST_F(SortingWriterTest, MayBeDestroyedWithSpilledRuns) {
  Received received;
  SortingWriter writer{std::make_unique<ReceivingWriter>(received), RecordKind::table,
                       folder_.path().string(), 10'000};
  write_records(writer, make_backward_records(), 2);
}

}  // namespace
}  // namespace hapmill::test
