mkdir -p probes/leak
cp tests/examples/probe/leak_parse.h tests/examples/probe/leak_{parse,probe}.cpp probes/leak/
cp tests/examples/probe/leak_{parse,probe}_test.cpp tests/probes/
