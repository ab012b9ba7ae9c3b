#include "extract_test.hpp"

#include "extract/variant_files.hpp"

#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <thread>

namespace hapmill::test {

Finished ExtractTest::run_piped(std::string const& name, Arguments const& arguments) const {
  std::string const text = read(name);
  Pipe pipe = make_pipe();
  std::jthread const feeder{[&text, end = std::move(pipe.write_end)] {
    // If the program ends early, nobody reads the pipe any more.
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    std::size_t done = 0;
    while (done < text.size()) {
      ssize_t const count = ::write(end.number(), text.data() + done, text.size() - done);
      if (count <= 0) return;
      done += static_cast<std::size_t>(count);
    }
  }};
  Launch launch;
  launch.input = pipe.read_end.number();
  auto const finished = run(arguments, launch);
  pipe.read_end.close();
  return finished;
}

ProgramTest::Arguments ExtractTest::write_all_forms(std::string const& vcf) const {
  write("v.vcf", vcf);
  write_gzip(file("v.gz"), vcf);
  write_bgzf(file("v.vcf.gz"), vcf);
  write_bcf(file("v.bcf"), vcf);
  return {"v.vcf", "v.gz", "v.vcf.gz", "v.bcf"};
}

std::string small_vcf(std::string const& lines) { return vcf_header({"a", "b"}) + lines; }

}  // namespace hapmill::test
