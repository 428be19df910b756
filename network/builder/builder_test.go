// SPDX-License-Identifier: Apache-2.0

package builder_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/consort-finance/consort/network/builder"
	"github.com/stretchr/testify/require"
)

const templated = `{"address":"{{.address_cash_1_0}}","dial_timeout":"10s","tls_required":true,
"client_auth_required":true,"root_cert":"{{.root_cert}}","client_key":"{{.client_key}}","client_cert":"{{.client_cert}}"}`

var values = map[string]any{
	"address_cash_1_0": "127.0.0.1:9999",
	"root_cert":        "-----BEGIN CERTIFICATE-----\nroot\n-----END CERTIFICATE-----\n",
	"client_cert":      "-----BEGIN CERTIFICATE-----\npeer\n-----END CERTIFICATE-----\n",
	"client_key":       "-----BEGIN PRIVATE KEY-----\n\"key\"\n-----END PRIVATE KEY-----\n",
}

// stage is the set of directories that a peer prepares for one package.
type stage struct{ source, metadata, build, release string }

func newStage(t *testing.T, connection, metadata string) stage {
	t.Helper()
	root := t.TempDir()
	s := stage{
		source:   filepath.Join(root, "src"),
		metadata: filepath.Join(root, "metadata"),
		build:    filepath.Join(root, "bld"),
		release:  filepath.Join(root, "release"),
	}
	for _, dir := range []string{s.source, s.metadata, s.build, s.release} {
		require.NoError(t, os.Mkdir(dir, 0o700))
	}
	write(t, filepath.Join(s.source, "connection.json"), connection)
	write(t, filepath.Join(s.metadata, "metadata.json"), metadata)
	return s
}

func write(t *testing.T, path, content string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
}

func encode(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}

func (s stage) run(config string) error {
	if err := builder.Run("detect", []string{s.source, s.metadata}, config); err != nil {
		return err
	}
	if err := builder.Run("build", []string{s.source, s.metadata, s.build}, config); err != nil {
		return err
	}
	return builder.Run("release", []string{s.build, s.release}, config)
}

func TestReleaseHoldsThePeersOwnValues(t *testing.T) {
	file := filepath.Join(t.TempDir(), "builder.json")
	write(t, file, encode(t, values))
	for name, config := range map[string]string{"inline": encode(t, values), "file": file} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, templated, `{"type":"ccaas","label":"cash_1.0"}`)
			write(t, filepath.Join(s.source, "META-INF/statedb/couchdb/indexes/owner.json"), "{}")
			require.NoError(t, s.run(config))

			path := filepath.Join(s.release, "chaincode/server/connection.json")
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			got, err := builder.ParseConnection(data)
			require.NoError(t, err)
			require.Equal(t, builder.Connection{
				Address: "127.0.0.1:9999", DialTimeout: "10s", TLSRequired: true, ClientAuthRequired: true,
				RootCert:   values["root_cert"].(string),
				ClientKey:  values["client_key"].(string),
				ClientCert: values["client_cert"].(string),
			}, got)
			info, err := os.Stat(path)
			require.NoError(t, err)
			require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
			require.FileExists(t, filepath.Join(s.release, "statedb/couchdb/indexes/owner.json"))
		})
	}
}

func TestBuildRefusesWhatThePeerCouldNotUse(t *testing.T) {
	without := func(key string) string {
		rest := map[string]any{}
		for k, v := range values {
			if k != key {
				rest[k] = v
			}
		}
		return encode(t, rest)
	}
	with := func(key, value string) string {
		all := map[string]any{}
		for k, v := range values {
			all[k] = v
		}
		all[key] = value
		return encode(t, all)
	}
	cases := map[string]struct{ connection, config, sentence string }{
		"no value for the address": {templated, without("address_cash_1_0"), `no entry for key "address_cash_1_0"`},
		"no value for the key":     {templated, without("client_key"), `no entry for key "client_key"`},
		"empty certificate":        {templated, with("root_cert", ""), "needs a root_cert"},
		"empty key":                {templated, with("client_key", ""), "needs a client_key"},
		"address without a port":   {templated, with("address_cash_1_0", "localhost"), "is not host:port"},
		"no configuration":         {templated, "", "no entry for key"},
		"configuration not JSON":   {templated, "{", "as a JSON object"},
		"configuration file gone":  {templated, "/nowhere/builder.json", "no such file"},
		"unknown field":            {`{"address":"a:1","domain":"x"}`, encode(t, values), `unknown field "domain"`},
		"broken template":          {`{"address":"{{.x"}`, encode(t, values), "parse template of address"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, c.connection, `{"type":"ccaas","label":"cash_1.0"}`)
			require.ErrorContains(t, s.run(c.config), c.sentence)
			require.NoFileExists(t, filepath.Join(s.build, "connection.json"))
		})
	}
}

func TestDetectLeavesOtherPackagesAlone(t *testing.T) {
	s := newStage(t, templated, `{"type":"golang","path":"x","label":"cash_1.0"}`)
	require.ErrorContains(t, s.run(encode(t, values)), `"golang" is not ccaas`)
	require.NoError(t, builder.Run("detect", []string{s.source, newStage(t, "", `{"type":"CCAAS"}`).metadata}, ""))
}

func TestRunRefusesUnknownCalls(t *testing.T) {
	require.ErrorContains(t, builder.Run("run", nil, ""), "detect, build, release")
	require.ErrorContains(t, builder.Run("build", []string{"a"}, ""), "takes 3 directories")
}
