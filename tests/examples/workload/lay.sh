cp tests/examples/workload/sort_exact.{h,cpp} certsuite/workloads/
cp tests/examples/workload/sort_exact_test.cpp tests/certsuite/workloads/
