// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"time"
)

// Environment is how a chaincode process is run, as its variables say:
//
//	CHAINCODE_ID, CORE_CHAINCODE_ID_NAME   package identifier; the first that is set counts
//	CHAINCODE_SERVER_ADDRESS               host:port to serve at; unset: the peer launched the process
//	CHAINCODE_TLS_DISABLED                 "true" serves without TLS
//	CHAINCODE_TLS_KEY, CHAINCODE_TLS_CERT  PEM files of the server
//	CHAINCODE_CLIENT_CA_CERT               PEM file of the authorities whose peers may connect
//	CONSORT_CLOCK                          "simulated" lets the business date roll freely; "system" is the default
//	CONSORT_CHARTER                        hex SHA-256 of the charter that this member agreed to
type Environment struct {
	// ID is the package identifier under which the peer knows the process.
	ID string
	// Address is where to serve; empty in a process that the peer launched.
	Address string
	// TLS is nil when it is disabled, or when the peer launched the process.
	TLS *tls.Config
	// House is the member's part in transactions.
	House House
}

// ReadEnvironment reads variables with the given lookup, os.LookupEnv in a process. The error names every variable
// that is missing or wrong.
func ReadEnvironment(lookup func(name string) (value string, set bool)) (Environment, error) {
	value := func(name string) string {
		text, _ := lookup(name)
		return text
	}
	env := Environment{ID: value("CHAINCODE_ID"), Address: value("CHAINCODE_SERVER_ADDRESS")}
	if env.ID == "" {
		env.ID = value("CORE_CHAINCODE_ID_NAME")
	}
	var missing error
	if env.ID == "" {
		missing = errors.New("CHAINCODE_ID is not set: it is the package identifier that the peer reported at installation")
	}
	house, houseErr := readHouse(value)
	env.House = house
	if env.Address == "" {
		return env, errors.Join(missing, houseErr)
	}
	config, tlsErr := readTLS(value)
	env.TLS = config
	return env, errors.Join(missing, houseErr, tlsErr)
}

func readHouse(value func(string) string) (House, error) {
	house := House{Now: time.Now, Charter: value("CONSORT_CHARTER")}
	switch clock := value("CONSORT_CLOCK"); clock {
	case "", "system":
	case "simulated":
		house.Simulated = true
	default:
		return house, fmt.Errorf("CONSORT_CLOCK is %q: say system or simulated", clock)
	}
	if !charterForm.MatchString(house.Charter) {
		return house, errors.New("CONSORT_CHARTER is not 64 lower-case hexadecimal digits")
	}
	return house, nil
}

func readTLS(value func(string) string) (*tls.Config, error) {
	switch disabled := value("CHAINCODE_TLS_DISABLED"); disabled {
	case "true":
		return nil, nil
	case "", "false":
	default:
		return nil, fmt.Errorf("CHAINCODE_TLS_DISABLED is %q: say true or false", disabled)
	}
	pair, pairErr := readPair(value("CHAINCODE_TLS_CERT"), value("CHAINCODE_TLS_KEY"))
	authorities, caErr := readAuthorities(value("CHAINCODE_CLIENT_CA_CERT"))
	if err := errors.Join(pairErr, caErr); err != nil {
		return nil, err
	}
	return &tls.Config{
		MinVersion:   tls.VersionTLS12,
		Certificates: []tls.Certificate{pair},
		ClientAuth:   tls.RequireAndVerifyClientCert,
		ClientCAs:    authorities,
	}, nil
}

func readPair(certFile, keyFile string) (tls.Certificate, error) {
	if certFile == "" || keyFile == "" {
		return tls.Certificate{}, errors.New("CHAINCODE_TLS_CERT and CHAINCODE_TLS_KEY must name PEM files, or CHAINCODE_TLS_DISABLED be true")
	}
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("CHAINCODE_TLS_CERT with CHAINCODE_TLS_KEY: %w", err)
	}
	return pair, nil
}

// readAuthorities reads whose peers may connect. Without them anybody could, and present whatever state it likes.
func readAuthorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, errors.New("CHAINCODE_CLIENT_CA_CERT must name a PEM file with the authority of the peers that may connect")
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("CHAINCODE_CLIENT_CA_CERT: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(content) {
		return nil, fmt.Errorf("CHAINCODE_CLIENT_CA_CERT: %s holds no PEM certificate", file)
	}
	return pool, nil
}
