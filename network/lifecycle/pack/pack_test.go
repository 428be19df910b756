// SPDX-License-Identifier: Apache-2.0

package pack_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"testing/fstest"

	"github.com/consort-finance/consort/network/builder"
	"github.com/consort-finance/consort/network/lifecycle/pack"
	"github.com/stretchr/testify/require"
)

const indexName = "META-INF/statedb/couchdb/indexes/owner.json"

func TestServicePackageIsTheSameWhereverItIsMade(t *testing.T) {
	package1, err := pack.Service("cash_1.0", fstest.MapFS{indexName: {Data: []byte("{}")}})
	require.NoError(t, err)

	dir := t.TempDir()
	file := filepath.Join(dir, filepath.FromSlash(indexName))
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
	require.NoError(t, os.WriteFile(file, []byte("{}"), 0o640))
	package2, err := pack.Service("cash_1.0", os.DirFS(dir))
	require.NoError(t, err)

	require.Equal(t, package1.Bytes, package2.Bytes)
	require.Equal(t, package1.ID(), package2.ID())
	// The id that members of running networks have approved: a change here makes
	// every one of them approve anew.
	plain, err := pack.Service("cash_1.0", fstest.MapFS{})
	require.NoError(t, err)
	require.Equal(t, "cash_1.0:06c744b4deafab5c78e6883438e5d8d736ac8a0a8c9b23c9a9dd708225d4f9b4", plain.ID())
}

func TestServicePackageHoldsOnlyTemplates(t *testing.T) {
	made, err := pack.Service("cash_1.0", fstest.MapFS{})
	require.NoError(t, err)
	outer := unpack(t, made.Bytes)
	require.JSONEq(t, `{"type":"ccaas","label":"cash_1.0"}`, string(outer["metadata.json"]))
	code := unpack(t, outer["code.tar.gz"])
	require.Len(t, code, 1)
	var connection builder.Connection
	require.NoError(t, json.Unmarshal(code["connection.json"], &connection))
	require.Equal(t, builder.Connection{
		Address:            "{{.address_cash_1_0}}",
		DialTimeout:        "10s",
		TLSRequired:        true,
		ClientAuthRequired: true,
		RootCert:           "{{.root_cert}}",
		ClientKey:          "{{.client_key}}",
		ClientCert:         "{{.client_cert}}",
	}, connection)
	require.Equal(t, "cash_1.0.tar.gz", made.FileName())
}

func TestServiceRefusesWhatAPeerWouldRefuse(t *testing.T) {
	_, err := pack.Service("cash 1.0", fstest.MapFS{})
	require.ErrorContains(t, err, "package label")
	_, err = pack.Service("cash_1.0", fstest.MapFS{"META-INF/metadata.json": {Data: []byte("{}")}})
	require.ErrorContains(t, err, "Fabric takes only")
}

func TestSourcePackageIsCompleteWithoutNetwork(t *testing.T) {
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	package1, err := pack.Source(t.Context(), "parties_1.0", root, "chaincode/parties/cmd/parties")
	require.NoError(t, err)
	package2, err := pack.Source(t.Context(), "parties_1.0", root, "./chaincode/parties/cmd/parties")
	require.NoError(t, err)
	require.Equal(t, package1.ID(), package2.ID())

	outer := unpack(t, package1.Bytes)
	require.JSONEq(t, `{"type":"golang","label":"parties_1.0",
		"path":"github.com/consort-finance/consort/chaincode/parties/cmd/parties"}`, string(outer["metadata.json"]))
	dir := t.TempDir()
	for name, content := range unpack(t, outer["code.tar.gz"]) {
		require.Regexp(t, regexp.MustCompile(`^(src|META-INF)/`), name)
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
		require.NoError(t, os.WriteFile(file, content, 0o600))
	}
	require.NoFileExists(t, filepath.Join(dir, "src/network/main.go"))
	// What the compiler would read is all there: the module cache is empty and out
	// of reach.
	list := exec.CommandContext(t.Context(), "go", "list", "-mod=vendor", "-deps", "./chaincode/parties/cmd/parties")
	list.Dir = filepath.Join(dir, "src")
	list.Env = append(os.Environ(), "GOPROXY=off", "GOMODCACHE="+t.TempDir(), "GOFLAGS=", "GOOS=linux", "CGO_ENABLED=0")
	out, err := list.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "github.com/hyperledger/fabric-chaincode-go/v2/shim")
}

func unpack(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	unzipped, err := gzip.NewReader(bytes.NewReader(data))
	require.NoError(t, err)
	files := map[string][]byte{}
	for reader := tar.NewReader(unzipped); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		require.NoError(t, err)
		content, err := io.ReadAll(reader)
		require.NoError(t, err)
		files[header.Name] = content
	}
}
